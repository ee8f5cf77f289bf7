// How the spectrum is drawn: scale, unit, energy axis, background. Remembered from visit to visit.

import { byId } from '../dom.js';
import { recall, remember } from '../settings.js';
import { FIGURE } from '../words.js';

/**
 * @typedef {object} Chosen
 * @property {'linear' | 'square_root' | 'logarithmic'} scale
 * @property {'counts' | 'per_second'} unit
 * @property {'binding' | 'kinetic'} axis
 * @property {boolean} background
 */
/** @typedef {import('../../pkg/speclens.js').CountUnit} CountUnit */

const KEY = 'figure.options';
/** @type {Chosen} */
const PLAIN = { scale: 'linear', unit: 'counts', axis: 'binding', background: false };

export class Options {
  #form = /** @type {HTMLFormElement} */ (byId('figure-options'));
  /** What its user wants; a unit may be out of reach for one spectrum. @type {Chosen} */
  #wanted = { ...PLAIN, ...recall(KEY, PLAIN) };
  /** Unit of the file. @type {CountUnit} */
  #unit = 'counts';
  /** Whether the file says how long each point was measured. */
  #timed = false;

  /** @param {() => void} changed something was chosen */
  constructor(changed) {
    this.#form.addEventListener('change', ({ target }) => {
      const { name, value, checked } = /** @type {HTMLInputElement} */ (target);
      this.#wanted = { ...this.#wanted, [name]: name === 'background' ? checked : value };
      remember(KEY, this.#wanted);
      changed();
    });
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    window.addEventListener('settings-forgotten', () => {
      this.#wanted = PLAIN;
      this.#fill();
      changed();
    });
    this.#fill();
  }

  /** What is chosen, as far as this spectrum allows it. @returns {Chosen} */
  get chosen() {
    return { ...this.#wanted, unit: this.#unit === 'counts' && this.#timed ? this.#wanted.unit : 'counts' };
  }

  /**
   * What the file has: its unit, and whether it says how long each point was measured.
   * @param {CountUnit} unit
   * @param {boolean} timed
   */
  offer(unit, timed) {
    this.#unit = unit;
    this.#timed = timed;
    this.#fill();
  }

  /** The controls say what is chosen. */
  #fill() {
    const rates = this.#unit === 'counts_per_second';
    const chosen = { ...this.chosen, ...(rates && { unit: 'per_second' }) };
    for (const input of this.#form.querySelectorAll('input')) {
      const value = chosen[/** @type {keyof Chosen} */ (input.name)];
      input.checked = typeof value === 'boolean' ? value : input.value === value;
    }
    byId('figure-unit').textContent = FIGURE.shortUnits[rates ? 'counts' : this.#unit];
    this.#restrict('counts', rates ? FIGURE.rates : '', FIGURE.asMeasured);
    const whyNot = this.#unit === 'unknown' ? FIGURE.noUnit : this.#unit === 'counts' && !this.#timed ? FIGURE.dwellUnknown : '';
    this.#restrict('per_second', whyNot, rates ? FIGURE.asMeasured : FIGURE.perSecond);
  }

  /**
   * @param {'counts' | 'per_second'} value a unit
   * @param {string} whyNot why it is not to be had; empty where it is
   * @param {string} what it shows otherwise
   */
  #restrict(value, whyNot, what) {
    const input = /** @type {HTMLInputElement} */ (this.#form.querySelector(`[value="${value}"]`));
    input.disabled = whyNot !== '';
    /** @type {HTMLElement} */ (input.closest('label')).title = whyNot || what;
  }
}
