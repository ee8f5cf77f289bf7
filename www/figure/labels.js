// Names of lines in the figure, and stretches that are marked.

/** @typedef {import('../../pkg/speclens.js').Label} Label */
/** @typedef {import('./view.js').Range} Range */

/** A label so near to the cursor is the one at it, eV. */
const AT_LABEL = 4;
/** Half-width of the mark at a line of any element, eV. */
const MARK_EV = 2;
/** Such a line goes before labels of lines that are not main lines. */
const EXTRA_WEIGHT = 5;

export class Labels {
  #figure;
  /** Those of the answer. @type {Label[]} */
  #labels = [];

  /** @param {import('../../pkg/speclens.js').FigureCanvas} figure */
  constructor(figure) {
    this.#figure = figure;
  }

  /**
   * Those of another answer; nothing is marked.
   * @param {Label[]} labels
   */
  begin(labels) {
    this.#labels = labels;
    this.#figure.show_labels(labels);
    this.mark([]);
  }

  /** @param {string | null} symbol whose lines are set off from the others; null for none */
  choose(symbol) {
    this.#figure.show_labels(this.#labels);
    this.#figure.choose(symbol ?? undefined);
  }

  /**
   * Names and marks lines of an element besides those that are labelled.
   * @param {import('../../pkg/speclens.js').LinePlace[]} places none to take them away
   */
  lines(places) {
    const named = (/** @type {string} */ text) => this.#labels.some((l) => l.text === text);
    const more = places.filter((p) => !named(p.line)).map(({ energy_ev, line, symbol, strength }) => (
      { energy_ev, text: line, symbol, weight: EXTRA_WEIGHT + strength, chosen: true }));
    this.#figure.show_labels([...this.#labels, ...more]);
    this.#figure.choose(places[0]?.symbol);
    this.mark(places.flatMap((p) => p.lines_ev.map((e) => [e - MARK_EV, e + MARK_EV])));
  }

  /** @param {Range[]} windows eV */
  mark(windows) {
    this.#figure.mark(windows);
  }

  /**
   * The label of the answer at an energy; none where none is near.
   * @param {number} energy eV
   * @returns {Label | undefined}
   */
  at(energy) {
    const off = (/** @type {Label} */ l) => Math.abs(l.energy_ev - energy);
    return this.#labels.filter((l) => off(l) <= AT_LABEL).sort((a, b) => off(a) - off(b))[0];
  }
}
