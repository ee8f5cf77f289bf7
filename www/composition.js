// The pane with the answer: the table of results, what may be copied of it, and advice below it.

import { byId, make } from './dom.js';
import { axisEnd } from './results/axis.js';
import { ColumnsMenu } from './results/menu.js';
import { ResultsTable } from './results/table.js';
import { copy, tsv } from './results/tsv.js';
import { recall, remember } from './settings.js';
import { RESULTS } from './words.js';

/** @typedef {import('../pkg/speclens.js').Analysis} Analysis */
/** @typedef {import('../pkg/speclens.js').Conventional} Conventional */
/** @typedef {import('../pkg/speclens.js').Classes} Classes */
/** @typedef {import('../pkg/speclens.js').LineTable} LineTable */
/** @typedef {import('../pkg/speclens.js').Fis} Fis */
/** @typedef {import('./results/columns.js').Row} Row */

/** The most abundant first. */
const ORDER = { key: 'amount', down: true };

export class CompositionView {
  #onDoubt;
  #menu;
  #table;
  /** @type {Pick<Analysis, 'elements' | 'advice' | 'model'>} */
  #answer = { elements: [], advice: [], model: '' };
  /** @type {Conventional | undefined} */
  #conventional;
  /** @type {LineTable[]} */
  #tables = [];
  /** @type {Fis[]} */
  #scans = [];
  /** @type {Classes | null} those of the network that answered last */
  #classes = null;
  #failed = false;

  /**
   * @param {(symbol: string) => void} onChoose an element was clicked, or chosen with the keyboard
   * @param {(symbol: string) => void} onDoubt the "?" that marks an amount which areas of lines do not support
   */
  constructor(onChoose, onDoubt) {
    this.#onDoubt = onDoubt;
    this.#table = new ResultsTable(recall('results.sort', ORDER), { choose: onChoose, sorted: (sort) => remember('results.sort', sort) });
    this.#menu = new ColumnsMenu(() => this.#draw());
    byId('copy').addEventListener('click', () => this.#copy());
    window.addEventListener('settings-forgotten', () => this.#table.sortBy(ORDER));
  }

  /**
   * Shows the elements of an analysis, and what to mind about them.
   * @param {Analysis} analysis
   */
  show({ elements, advice = [], refused, conventional, model }) {
    byId('refusal').hidden = !refused;
    byId('refusal-reason').textContent = refused?.reason ?? '';
    byId('composition').classList.toggle('doubtful', Boolean(refused));
    this.#answer = { elements, advice, model };
    this.#conventional = conventional;
    this.#tables = [];
    this.#scans = [];
    this.#failed = false;
    this.#draw();
    for (const id of ['composition', 'results-actions']) byId(id).hidden = elements.length === 0;
    byId('copied').textContent = '';
    byId('advice').hidden = advice.length === 0;
    byId('advice').replaceChildren(...advice.map(({ element, class: name, text }) => make('li', {},
      make('span', { className: `class class-${name}`, title: RESULTS.class(name) }, element), ` ${text}`)));
  }

  /** Another second opinion on the same answer. @param {Conventional} conventional */
  secondOpinion(conventional) {
    this.#conventional = conventional;
    this.#draw();
  }

  /** Names the lines that each element is read from, by its table of lines. @param {LineTable[]} tables */
  readFrom(tables) {
    this.#tables = tables;
    this.#draw();
  }

  /** No table of lines will come. */
  unread() {
    this.#failed = true;
    this.#draw();
  }

  /** The FIS of all elements, by the scan of every answer. @param {Fis[]} scans */
  scanned(scans) {
    this.#scans = scans;
    this.#draw();
  }

  /** How well a survey tells each element, by the network that answered. @param {Classes | null} classes */
  classes(classes) {
    this.#classes = classes;
    this.#draw();
  }

  /** Marks the chosen element; null for none. @param {string | null} symbol */
  choose(symbol) {
    this.#table.choose(symbol);
  }

  /** What is known of each element. @returns {Row[]} */
  #rows() {
    const { elements, advice = [], model } = this.#answer;
    const axis = axisEnd(Math.max(0, ...elements.map((e) => Math.max(e.atomic_percent, e.interval[1]))));
    const classes = this.#classes?.model === model ? this.#classes : null;
    return elements.map((element) => ({
      element,
      axis,
      conventional: this.#conventional,
      opinion: this.#conventional?.elements.find((o) => o.element === element.symbol),
      table: this.#tables.find((t) => t.element === element.symbol),
      failed: this.#failed,
      scan: this.#scans.find((f) => f.element === element.symbol),
      known: classes?.elements.find((e) => e.symbol === element.symbol),
      advice: advice.filter((a) => a.element === element.symbol),
      onDoubt: this.#onDoubt,
    }));
  }

  #draw() {
    this.#table.show(this.#menu?.columns() ?? [], this.#rows());
  }

  async #copy() {
    const rows = this.#table.rows();
    const { text, columns } = tsv(this.#menu.columns(), rows);
    byId('copied').textContent = (await copy(text)) ? RESULTS.copied1(rows.length, columns) : RESULTS.notCopied;
  }
}
