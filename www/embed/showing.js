// One answer on show: what is told of it, and the element that is chosen.

import { Cancelled } from '../engine.js';
import { EMBED, WHY } from '../words.js';
import { released } from './answering.js';

/** @typedef {import('./answering.js').FileAnswer} FileAnswer */
/** @typedef {import('./types.d.ts').ViewerEvents} ViewerEvents */
/** @typedef {<T extends keyof ViewerEvents>(type: T, detail: ViewerEvents[T]) => void} Tell */

/** Lines that are weaker than this share of an element's strongest are not marked. */
const LEAST_STRENGTH = 0.05;

export class Showing {
  #engine;
  #shown;
  #panel;
  #figure;
  #tell;
  /** @type {string | null} */
  #symbol = null;
  /** The tables of lines, asked for once for all elements. @type {Promise<import('../../pkg/speclens.js').LineTable[]> | null} */
  #tables = null;
  #end = new AbortController();

  /**
   * @param {import('../engine.js').Engine} engine
   * @param {FileAnswer} answer
   * @param {import('./panel.js').Panel} panel
   * @param {import('./figure.js').Figure} figure
   * @param {Tell} tell
   */
  constructor(engine, answer, panel, figure, tell) {
    this.#engine = engine;
    this.#shown = answer.shown;
    this.#panel = panel;
    this.#figure = figure;
    this.#tell = tell;
    const { analysis, file, index, labels } = answer;
    const { refused } = analysis;
    /** What the host is told; what is refused is withheld. @type {import('./types.d.ts').ShownAnswer} */
    this.told = {
      file: file.name,
      block: file.blocks[index].block,
      analysis: refused ? { ...analysis, elements: [], advice: [], conventional: undefined } : analysis,
    };
    panel.answer(answer, this.told.analysis);
    // A peak that nothing explains is marked all the same.
    figure.spectrum(answer, refused ? labels.filter((l) => !l.symbol) : labels);
  }

  /** Its lines are set off in the figure, and told in a table. @param {string | null} symbol */
  choose(symbol) {
    if (symbol === this.#symbol) return;
    this.#symbol = symbol;
    this.#panel.choose(symbol);
    this.#figure.choose(symbol);
    this.#panel.lines(symbol);
    this.#tell('speclens-element', { element: symbol });
    if (!symbol) return;
    const found = this.told.analysis.elements.some((e) => e.symbol === symbol);
    (found ? this.#explain(symbol) : this.#mark(symbol)).catch((error) => {
      if (!(error instanceof Cancelled) && this.#symbol === symbol) this.#panel.lines(symbol, WHY.failed(error.message));
    });
  }

  /** Another answer takes its place. */
  end() {
    this.#end.abort();
    released(this.#engine, this.#shown);
  }

  /** @param {string} symbol */
  async #explain(symbol) {
    const progress = (/** @type {number} */ done, /** @type {number} */ total) => {
      if (this.#symbol && this.told.analysis.elements.some((e) => e.symbol === this.#symbol)) this.#panel.lines(this.#symbol, EMBED.underWay(done, total));
    };
    this.#panel.lines(symbol, WHY.underWay);
    this.#tables ??= this.#engine.request('lines', { shown: this.#shown }, { onProgress: progress, signal: this.#end.signal });
    this.#tables.catch(() => { this.#tables = null; }); // asked for again with the next element
    const table = (await this.#tables).find((t) => t.element === symbol);
    if (this.#symbol !== symbol || this.#end.signal.aborted) return;
    this.#panel.lines(symbol, table && table.lines.length > 0 ? '' : EMBED.noLines(symbol), table);
    if (table) this.#tell('speclens-lines', { element: symbol, table });
  }

  /** Where the lines of an element would be that is not found. @param {string} symbol */
  async #mark(symbol) {
    this.#panel.lines(symbol, WHY.notFound(symbol));
    const places = await this.#engine.request('nearby', { shown: this.#shown }, { signal: this.#end.signal });
    if (this.#symbol === symbol) this.#figure.lines(places.filter((p) => p.symbol === symbol && p.strength >= LEAST_STRENGTH));
  }
}
