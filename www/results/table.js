// The table of results: rows by the columns on show, sorted by the head that was pressed.

import { byId, make } from '../dom.js';
import { help } from '../help.js';
import { RESULTS } from '../words.js';
import { areaUnit, axisText } from './columns.js';

/** @typedef {import('./columns.js').Column} Column */
/** @typedef {import('./columns.js').Row} Row */
/** @typedef {{ key: string, down: boolean }} Sort */

const WORDS = RESULTS.columns;

export class ResultsTable {
  #table = byId('composition');
  #on;
  /** @type {Column[]} */
  #columns = [];
  /** @type {Row[]} */
  #rows = [];
  /** @type {Sort} */
  #sort;
  /** @type {string | null} */
  #chosen = null;

  /**
   * @param {Sort} sort what it is sorted by at first
   * @param {{ choose: (symbol: string) => void, sorted: (sort: Sort) => void }} on told of an element that was chosen, and
   *   of another order
   */
  constructor(sort, on) {
    this.#sort = sort;
    this.#on = on;
  }

  /**
   * Shows these rows.
   * @param {Column[]} columns
   * @param {Row[]} rows
   */
  show(columns, rows) {
    const [focus, note] = [this.#focus(), this.#openNote()];
    this.#columns = columns;
    this.#rows = rows;
    this.#table.tHead.replaceChildren(make('tr', {}, this.#elementHead(), ...columns.map((c) => this.#head(c))));
    this.#table.tBodies[0].replaceChildren(...this.rows().map((row) => this.#row(row)));
    focus();
    note();
  }

  /** @param {Sort} sort */
  sortBy(sort) {
    this.#sort = sort;
    this.show(this.#columns, this.#rows);
  }

  /** The rows in the order on show: what is not known stands last either way. */
  rows() {
    const { key, down } = this.#sort;
    const column = this.#columns.find((c) => c.key === key);
    if (!column && key !== 'element') return this.#rows;
    const value = column ? column.sort : (/** @type {Row} */ row) => row.element.symbol;
    return [...this.#rows].sort((one, other) => {
      const [a, b] = [value(one), value(other)];
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
      return down ? -order : order;
    });
  }

  /**
   * Marks the chosen element; null for none.
   * @param {string | null} symbol
   */
  choose(symbol) {
    this.#chosen = symbol;
    for (const row of this.#table.tBodies[0].rows) {
      row.classList.toggle('chosen', row.dataset.symbol === symbol);
      row.querySelector('.pick').setAttribute('aria-pressed', String(row.dataset.symbol === symbol));
    }
  }

  /** What has the focus in the table gets it again by calling what this gives. */
  #focus() {
    const held = document.activeElement;
    if (!(held instanceof HTMLElement) || !this.#table.contains(held)) return () => {};
    const [symbol, column, name] = [held.closest('tr')?.dataset.symbol, held.closest('th')?.dataset.column, held.classList[0]];
    const where = column ? `th[data-column="${column}"]` : `tr[data-symbol="${symbol}"]`;
    return () => this.#table.querySelector(`${where} .${name}`)?.focus({ preventScroll: true });
  }

  /** An explanation that is open in a head is open again by calling what this gives. */
  #openNote() {
    const column = this.#table.querySelector('.help-note:popover-open')?.closest('th')?.dataset.column;
    return () => {
      const note = column && this.#table.querySelector(`th[data-column="${column}"] .help-note`);
      if (note instanceof HTMLElement) note.showPopover();
    };
  }

  #elementHead() {
    return this.#headCell('element', false, make('span', {}, WORDS.element.name));
  }

  /** @param {Column} column */
  #head({ key, number, help: term }) {
    const { name } = WORDS[key];
    const unit = key === 'area' && this.#rows[0] ? areaUnit(this.#rows[0]) : WORDS[key].unit;
    const label = make('span', {}, name, ...(unit ? [make('span', { className: 'unit' }, ` (${unit})`)] : []));
    const cell = this.#headCell(key, number === true, label, term);
    if (key === 'drawn') {
      cell.classList.add('bar-cell');
      const end = this.#rows[0]?.axis ?? 100;
      cell.append(make('span', { className: 'axis', attributes: { 'aria-hidden': 'true' } },
        make('span', {}, axisText(0)), make('span', {}, axisText(end))));
    }
    if (key === 'areas') Object.assign(cell, { id: 'by-areas' }).classList.add('by-areas');
    if (key === 'interval') cell.classList.add('interval');
    return cell;
  }

  /**
   * @param {keyof typeof WORDS} key
   * @param {boolean} number
   * @param {Node} label
   * @param {string} [term] of HELP
   */
  #headCell(key, number, label, term) {
    const { down } = this.#sort;
    const sorted = this.#sort.key === key;
    const mark = make('span', { className: 'order', attributes: { 'aria-hidden': 'true' } }, sorted ? (down ? '▾' : '▴') : '');
    const button = make('button', { type: 'button', className: 'sort', title: `${WORDS[key].title}. ${RESULTS.sortBy(WORDS[key].name)}` }, label, mark);
    button.addEventListener('click', () => {
      this.#sort = { key, down: sorted ? !down : number };
      this.show(this.#columns, this.#rows);
      this.#on.sorted(this.#sort);
    });
    const cell = make('th', { scope: 'col', className: number ? 'number' : '', data: { column: key } }, button);
    if (sorted) cell.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    if (term) cell.append(...help(/** @type {any} */ (term)));
    return cell;
  }

  /** @param {Row} row */
  #row(row) {
    const { symbol, z, atomic_percent: percent, presence, interval } = row.element;
    const chosen = symbol === this.#chosen;
    const button = make('button', {
      type: 'button',
      className: 'pick',
      title: RESULTS.show(symbol),
      attributes: { 'aria-pressed': String(chosen), 'aria-label': RESULTS.showName(symbol) },
    }, symbol);
    const line = make('tr', {
      className: chosen ? 'chosen' : '',
      data: { symbol, z, atomicPercent: percent, presence, low: interval[0], high: interval[1] },
    }, make('th', { scope: 'row' }, button), ...this.#columns.map((c) => c.cell(row)));
    line.addEventListener('click', () => this.#on.choose(symbol));
    return line;
  }
}
