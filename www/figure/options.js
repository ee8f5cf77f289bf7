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

/**
 * @typedef {object} Offer
 * @property {import('../../pkg/speclens.js').CountUnit} unit of the file
 * @property {boolean} timed whether the file says how long each point was measured
 * @property {boolean} background whether there is one
 */

const KEY = 'figure.options';
/** @type {Chosen} */
const PLAIN = { scale: 'linear', unit: 'counts', axis: 'binding', background: false };

export class Options {
  #form = /** @type {HTMLFormElement} */ (byId('figure-options'));
  /** What its user wants; a unit may be out of reach for one spectrum. @type {Chosen} */
  #wanted = { ...PLAIN, ...recall(KEY, PLAIN) };
  /** What the spectrum on show allows. @type {Offer} */
  #offer = { unit: 'counts', timed: false, background: false };

  /** @param {() => void} changed something was chosen */
  constructor(changed) {
    this.#form.addEventListener('change', ({ target }) => {
      const { name, value, checked } = /** @type {HTMLInputElement} */ (target);
      this.#wanted = { ...this.#wanted, [name]: name === 'background' ? checked : value };
      // What an address asks for holds for this visit.
      if (!('visit' in this.#form.dataset)) remember(KEY, this.#wanted);
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
    const { unit, timed, background } = this.#offer;
    const { unit: wanted, ...others } = this.#wanted;
    return { ...others, unit: unit === 'counts' && timed ? wanted : 'counts', background: background && others.background };
  }

  /**
   * Another spectrum is on show, or more is known of it.
   * @param {Partial<Offer>} offer
   */
  offer(offer) {
    this.#offer = { ...this.#offer, ...offer };
    this.#fill();
  }

  /** The controls say what is chosen. */
  #fill() {
    const { unit, timed, background } = this.#offer;
    const rates = unit === 'counts_per_second';
    const chosen = { ...this.chosen, ...(rates && { unit: 'per_second' }) };
    for (const input of this.#form.querySelectorAll('input')) {
      const value = chosen[/** @type {keyof Chosen} */ (input.name)];
      input.checked = typeof value === 'boolean' ? value : input.value === value;
    }
    byId('figure-unit').textContent = FIGURE.shortUnits[rates ? 'counts' : unit];
    this.#restrict('[value="counts"]', rates ? FIGURE.rates : '', FIGURE.asMeasured);
    const whyNot = unit === 'unknown' ? FIGURE.noUnit : unit === 'counts' && !timed ? FIGURE.dwellUnknown : '';
    this.#restrict('[value="per_second"]', whyNot, rates ? FIGURE.asMeasured : FIGURE.perSecond);
    this.#restrict('[name="background"]', background ? '' : FIGURE.noBackground, FIGURE.background);
  }

  /**
   * @param {string} selector of the choice
   * @param {string} whyNot why it is not to be had; empty where it is
   * @param {string} what it shows otherwise
   */
  #restrict(selector, whyNot, what) {
    const input = /** @type {HTMLInputElement} */ (this.#form.querySelector(selector));
    input.disabled = whyNot !== '';
    /** @type {HTMLElement} */ (input.closest('label')).title = whyNot || what;
  }
}
