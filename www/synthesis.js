// The spectrum that the answer implies: the refined composition, what it explains, and what other amounts would show.

import { byId, fixed, make } from './dom.js';
import { Cancelled } from './engine.js';
import { RESULTS, SYNTHESIS } from './words.js';

/** @typedef {import('../pkg/speclens.js').RefinedElement} RefinedElement */
/** @typedef {import('../pkg/speclens.js').RefinedAnswer} RefinedAnswer */
/** @typedef {import('../pkg/speclens.js').Analysis} Analysis */

/** An element that the spectrum is explained as well without, in σ. */
const NEEDED = 3;

export class SynthesisView {
  #panel = byId('synthesis');
  #body = byId('refined').tBodies[0];
  #status = byId('synthesis-status');
  #overlay;
  #ask;
  /** What is on show. @type {RefinedAnswer | null} */
  #answer = null;
  /** The implied spectrum of its refined composition. @type {Float64Array | null} */
  #implied = null;
  /** Atomic percents in the fields, in the order of the answer. @type {HTMLInputElement[]} */
  #fields = [];
  #asked = 0;

  /**
   * @param {(curve: Float64Array | null) => void} overlay shows an implied spectrum over the measured one
   * @param {(percents: number[]) => Promise<{ counts?: Float64Array, text?: string }>} ask what these amounts imply
   */
  constructor(overlay, ask) {
    this.#overlay = overlay;
    this.#ask = ask;
    this.#panel.addEventListener('toggle', () => this.#overlay(this.#panel.open ? this.#implied : null));
    byId('synthesis-reset').addEventListener('click', () => this.#reset());
  }

  /**
   * Another answer is on show: nothing is known of its spectrum yet.
   * @param {boolean} on whether it will be
   */
  begin(on) {
    this.#answer = null;
    this.#implied = null;
    this.#asked += 1;
    this.#panel.hidden = !on;
    byId('synthesis-result').hidden = true;
    this.#status.textContent = on ? SYNTHESIS.fitting : '';
    byId('synthesis-cancel').hidden = !on;
  }

  /**
   * How far the fit is.
   * @param {number} done
   * @param {number} total
   */
  progress(done, total) {
    this.#status.textContent = SYNTHESIS.step(done, total);
  }

  /**
   * The fit came to nothing, or was not made.
   * @param {string} reason
   */
  failed(reason) {
    byId('synthesis-cancel').hidden = true;
    this.#status.textContent = reason;
  }

  /**
   * @param {Analysis} analysis
   * @param {RefinedAnswer & { implied?: Float64Array }} answer
   */
  show(analysis, answer) {
    this.#answer = answer;
    this.#implied = answer.implied ?? null;
    byId('synthesis-cancel').hidden = true;
    const { refined } = answer;
    const byAreas = (/** @type {string} */ symbol) => analysis.conventional?.elements.find((e) => e.element === symbol)?.atomic_percent[0];
    this.#fields = refined.elements.map((e) => make('input', {
      type: 'number',
      min: '0',
      max: '100',
      step: '0.1',
      value: e.atomic_percent.toFixed(1),
      className: 'window-end',
      attributes: { 'aria-label': SYNTHESIS.field(e.element) },
    }));
    for (const field of this.#fields) field.addEventListener('input', () => this.#try());
    this.#body.replaceChildren(...refined.elements.map((e, i) =>
      row(e, analysis.elements[i].atomic_percent, byAreas(e.element), this.#fields[i])));
    byId('tried').replaceChildren(...refined.tried.map((t) =>
      make('li', { className: t.gain >= NEEDED ? 'doubtful' : '' }, SYNTHESIS.tried(fixed(t.energy_ev, 0), t.text))));
    const tube = refined.monochromated ? SYNTHESIS.monochromated : SYNTHESIS.tube;
    const [n] = refined.transmission;
    byId('synthesis-how').textContent = SYNTHESIS.how(fixed(refined.shift_ev, 1), fixed(refined.resolution_ev, 1), fixed(n, 2), tube);
    this.#status.textContent = `${upper(answer.text)}.`;
    byId('synthesis-result').hidden = false;
    byId('synthesis-reset').hidden = true;
    if (this.#panel.open) this.#overlay(this.#implied);
  }

  #reset() {
    if (!this.#answer) return;
    this.#asked += 1;
    this.#answer.refined.elements.forEach((e, i) => { this.#fields[i].value = e.atomic_percent.toFixed(1); });
    this.#status.textContent = `${upper(this.#answer.text)}.`;
    byId('synthesis-reset').hidden = true;
    this.#overlay(this.#implied);
  }

  /** What the amounts in the fields imply; the last ones asked for are shown. */
  async #try() {
    const elements = this.#answer?.refined.elements;
    if (!elements) return;
    // What is not touched is not rounded.
    const percents = this.#fields.map((f, i) => {
      const refined = elements[i].atomic_percent;
      return f.value === refined.toFixed(1) ? refined : f.valueAsNumber;
    });
    const mine = (this.#asked += 1);
    byId('synthesis-reset').hidden = false;
    if (percents.some((p) => !(p >= 0)) || !percents.some((p) => p > 0)) {
      this.#status.textContent = SYNTHESIS.badAmounts;
      return;
    }
    try {
      const { counts, text } = await this.#ask(percents);
      if (mine !== this.#asked) return;
      this.#status.textContent = SYNTHESIS.tryOut(text ?? '');
      if (this.#panel.open) this.#overlay(counts ?? null);
    } catch (error) {
      if (mine === this.#asked && !(error instanceof Cancelled)) this.#status.textContent = error.message;
    }
  }
}

const upper = (/** @type {string} */ text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * @param {RefinedElement} element
 * @param {number} network atomic percent
 * @param {number | undefined} areas atomic percent
 * @param {HTMLInputElement} field
 */
function row({ element, atomic_percent: percent, interval: [low, high], needed, text }, network, areas, field) {
  const number = (/** @type {string} */ value) => make('td', { className: 'number' }, value);
  return make('tr', { data: { symbol: element }, className: needed < NEEDED ? 'doubtful' : '' },
    make('th', { scope: 'row' }, element),
    number(fixed(network, 1)),
    number(areas === undefined ? '–' : fixed(areas, 1)),
    number(fixed(percent, 1)),
    number(RESULTS.range(fixed(low, 1), fixed(high, 1))),
    make('td', { className: 'number' }, field),
    make('td', {}, upper(text)));
}
