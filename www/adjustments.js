// What the user settles of an answer: the energy axis, and elements left out or counted in.

import { byId, make } from './dom.js';
import { ADJUSTMENTS } from './words.js';

/** @typedef {import('../pkg/speclens.js').Adjustments} Settled */
/** @typedef {import('../pkg/speclens.js').EnergyCalibration} EnergyCalibration */
/** @typedef {'excluded' | 'included'} Constraint */

/** @returns {Settled} */
const nothing = () => ({ calibration: null, constraints: { excluded: [], included: [] } });

export class Adjustments {
  #list = byId('constraints');
  #changed;
  /** What the next answer is asked with. */
  #asked = nothing();
  /** What the answer on show was given with. */
  #given = nothing();
  /** What was settled of each sample of the file. @type {Map<string, Settled>} */
  #samples = new Map();

  /** @param {() => Promise<void>} changed an answer with other adjustments is wanted */
  constructor(changed) {
    this.#changed = changed;
  }

  /** What the next answer is to be given with. */
  get asked() {
    return this.#asked;
  }

  /** What the answer on show was given with; undefined where nothing is settled. */
  get settled() {
    const { calibration, constraints: { excluded, included } } = this.#given;
    return calibration || excluded.length > 0 || included.length > 0 ? this.#given : undefined;
  }

  /**
   * Settles all at once, and answers when that is on show.
   * @param {Settled | undefined} settled
   */
  async settleAll(settled) {
    this.#asked = settled ?? nothing();
    await this.#changed();
  }

  /** Another file: nothing is settled. */
  reset() {
    this.#asked = nothing();
    this.#samples.clear();
  }

  /**
   * What was settled of a sample: what its axis is off by, and what it holds, is its own.
   * @param {string} sample
   */
  ofSample(sample) {
    return this.#samples.get(sample) ?? nothing();
  }

  /**
   * An answer is on show.
   * @param {import('../pkg/speclens.js').Analysis} analysis
   */
  given({ sample, calibration, constraints = nothing().constraints }) {
    this.#given = { calibration: calibration ?? null, constraints };
    this.#samples.set(sample, this.#given);
    this.#asked = this.#given;
    const { excluded, included } = constraints;
    const chips = [...excluded.map((s) => this.#chip(s, 'excluded')), ...included.map((s) => this.#chip(s, 'included'))];
    this.#list.replaceChildren(...chips);
    this.#list.hidden = chips.length === 0;
  }

  /** The answer could not be had: that on show stays. */
  refused() {
    this.#asked = this.#given;
  }

  /**
   * Moves the axis; null for that of the file.
   * @param {EnergyCalibration | null} calibration
   */
  calibrate(calibration) {
    this.#asked = { ...this.#asked, calibration };
    this.#changed();
  }

  /**
   * Settles an element; null leaves it to the network.
   * @param {string} symbol
   * @param {Constraint | null} how
   */
  settle(symbol, how) {
    const { excluded, included } = this.#asked.constraints;
    const constraints = { excluded: excluded.filter((s) => s !== symbol), included: included.filter((s) => s !== symbol) };
    if (how) constraints[how].push(symbol);
    this.#asked = { ...this.#asked, constraints };
    this.#changed();
  }

  /**
   * How an element is settled; null where the network decides.
   * @param {string} symbol
   * @returns {Constraint | null}
   */
  of(symbol) {
    const { excluded, included } = this.#asked.constraints;
    if (excluded.includes(symbol)) return 'excluded';
    return included.includes(symbol) ? 'included' : null;
  }

  /**
   * @param {string} symbol
   * @param {Constraint} how
   */
  #chip(symbol, how) {
    const button = make('button', {
      type: 'button',
      className: 'chip',
      title: ADJUSTMENTS.undo(symbol),
      data: { symbol, how },
      attributes: { 'aria-label': `${ADJUSTMENTS[how](symbol)}: ${ADJUSTMENTS.undo(symbol)}` },
    }, `${ADJUSTMENTS[how](symbol)} ✕`);
    button.addEventListener('click', () => this.settle(symbol, null));
    return make('li', {}, button);
  }
}
