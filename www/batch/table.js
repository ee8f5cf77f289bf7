// The matrix of a batch, spectra by elements: of however many rows only those in view are in the document.

import { byId, fixed, make } from '../dom.js';
import { BATCH } from '../words.js';
import { amount, BY_FILE, titleOf } from './rows.js';

/** @typedef {import('./rows.js').Row} Row */

/** Rows above and below those in view. */
const MARGIN = 6;
/** Steps of the heat map. */
const STEPS = 9;
const FACTS = /** @type {const} */ ([BY_FILE, 'sample', 'state']);

export class BatchTable {
  #box = byId('batch-scroll');
  #table = byId('batch-table');
  #head = this.#table.tHead.rows[0];
  #body = this.#table.tBodies[0];
  #on;
  /** @type {Row[]} */
  #rows = [];
  /** @type {string[]} */
  #symbols = [];
  /** Lines of the table that are used again. @type {{ line: HTMLTableRowElement, row: Row | null }[]} */
  #lines = [];
  /** Ids of the chosen rows. @type {Set<number>} */
  #chosen = new Set();
  #sort = BY_FILE;
  #down = false;
  #opened = 0;
  #queued = false;
  #above = make('tr', { attributes: { 'aria-hidden': 'true' } }, make('td', { className: 'batch-space' }));
  #below = make('tr', { attributes: { 'aria-hidden': 'true' } }, make('td', { className: 'batch-space' }));

  /** @param {{ open(row: Row): void, sorted(): void, chosen(): void }} on a row was opened, chosen; another order was asked for */
  constructor(on) {
    this.#on = on;
    this.#box.addEventListener('scroll', () => this.#queue(), { passive: true });
    new ResizeObserver(() => this.#queue()).observe(this.#box);
    this.#body.addEventListener('click', (/** @type {MouseEvent} */ event) => this.#click(event));
    this.#body.addEventListener('change', (/** @type {Event} */ event) => this.#tick(/** @type {HTMLInputElement} */ (event.target)));
    this.#head.addEventListener('click', (/** @type {MouseEvent} */ event) => {
      const column = /** @type {Element} */ (event.target).closest('th')?.dataset.column;
      if (column && /** @type {Element} */ (event.target).closest('button')) this.#order(column);
    });
  }

  get order() {
    return { sort: this.#sort, down: this.#down };
  }

  /** The chosen rows, by their ids. */
  get chosen() {
    return this.#chosen;
  }

  /**
   * Shows these rows.
   * @param {Row[]} rows
   * @param {string[]} symbols
   */
  show(rows, symbols) {
    this.#rows = rows;
    const same = symbols.length === this.#symbols.length && symbols.every((s, i) => s === this.#symbols[i]);
    if (!same || this.#head.cells.length === 0) {
      this.#symbols = symbols;
      this.#lines = [];
      this.#drawHead();
    }
    this.#table.setAttribute('aria-rowcount', String(rows.length + 1));
    this.#draw();
  }

  /** Nothing is chosen any more. */
  forget() {
    this.#chosen.clear();
    this.#opened = 0;
    this.#draw();
  }

  /** This row is on show in the instrument. @param {number} id */
  mark(id) {
    this.#opened = id;
    this.#draw();
  }

  #queue() {
    if (this.#queued) return;
    this.#queued = true;
    requestAnimationFrame(() => {
      this.#queued = false;
      this.#draw();
    });
  }

  #drawHead() {
    const held = document.activeElement?.closest('#batch-table thead th')?.getAttribute('data-column');
    const cells = [...FACTS, ...this.#symbols].map((column, i) => {
      const name = i < FACTS.length ? BATCH.heads[/** @type {typeof FACTS[number]} */ (column)] : column;
      const button = make('button', { type: 'button', className: 'sort', title: BATCH.sortBy(name) }, name,
        make('span', { className: 'order', attributes: { 'aria-hidden': 'true' } }));
      return make('th', { scope: 'col', className: i < FACTS.length ? '' : 'number', data: { column } }, button);
    });
    this.#table.style.setProperty('--elements', String(this.#symbols.length));
    this.#head.replaceChildren(make('th', { scope: 'col' }, make('span', { className: 'visually-hidden' }, BATCH.choose)), ...cells);
    this.#markOrder();
    if (held) this.#head.querySelector(`th[data-column="${held}"] button`)?.focus({ preventScroll: true });
  }

  #markOrder() {
    for (const cell of [...this.#head.cells].slice(1)) {
      const sorted = cell.dataset.column === this.#sort;
      if (sorted) cell.setAttribute('aria-sort', this.#down ? 'descending' : 'ascending');
      else cell.removeAttribute('aria-sort');
      cell.querySelector('.order').textContent = sorted ? (this.#down ? '▾' : '▴') : '';
    }
  }

  /** @param {string} column */
  #order(column) {
    const fact = FACTS.some((f) => f === column);
    this.#down = column === this.#sort ? !this.#down : !fact;
    this.#sort = column;
    this.#markOrder();
    this.#on.sorted();
  }

  /** Puts the lines in view in the document. */
  #draw() {
    const height = parseFloat(getComputedStyle(this.#box).getPropertyValue('--row')) || 32;
    const first = Math.max(0, Math.min(this.#rows.length, Math.floor(this.#box.scrollTop / height)) - MARGIN);
    const count = Math.min(this.#rows.length - first, Math.ceil(this.#box.clientHeight / height) + 2 * MARGIN);
    while (this.#lines.length < count) this.#lines.push({ line: this.#line(), row: null });
    // A row keeps its line while it is in view, and with it the focus.
    const lines = Array.from({ length: count }, (_, i) => this.#lines[(first + i) % this.#lines.length]);
    lines.forEach((line, i) => this.#fill(line, this.#rows[first + i], first + i));
    this.#place([this.#above, ...lines.map(({ line }) => line), this.#below]);
    space(this.#above, first * height);
    space(this.#below, (this.#rows.length - first - count) * height);
  }

  /**
   * Puts these lines in the table, and leaves the one that has the focus where it is.
   * @param {HTMLTableRowElement[]} wanted
   */
  #place(wanted) {
    const there = [...this.#body.children];
    if (there.length === wanted.length && wanted.every((line, i) => there[i] === line)) return;
    const held = wanted.findIndex((line) => line.contains(document.activeElement));
    if (held < 0) {
      this.#body.replaceChildren(...wanted);
      return;
    }
    for (const line of there) if (line !== wanted[held]) line.remove();
    wanted[held].before(...wanted.slice(0, held));
    wanted[held].after(...wanted.slice(held + 1));
  }

  /** @returns {HTMLTableRowElement} */
  #line() {
    return make('tr', {},
      make('td', {}, make('input', { type: 'checkbox' })),
      make('th', { scope: 'row' }, make('button', { type: 'button', className: 'batch-open' }, make('span'), make('span'))),
      make('td'), make('td', { className: 'batch-state' }),
      ...this.#symbols.map(() => make('td', { className: 'number' })));
  }

  /**
   * @param {{ line: HTMLTableRowElement, row: Row | null }} kept
   * @param {Row} row
   * @param {number} place among all rows
   */
  #fill(kept, row, place) {
    const { line } = kept;
    line.setAttribute('aria-rowindex', String(place + 2));
    line.classList.toggle('chosen', row.id === this.#opened);
    const box = /** @type {HTMLInputElement} */ (line.cells[0].firstElementChild);
    box.checked = this.#chosen.has(row.id);
    if (kept.row === row) return;
    kept.row = row;
    const answered = row.index >= 0 && row.state !== 'failed';
    Object.assign(line.dataset, { id: row.id, state: row.state, path: row.path, block: row.block });
    box.disabled = !answered;
    box.setAttribute('aria-label', BATCH.chooseRow(titleOf(row)));
    const open = /** @type {HTMLButtonElement} */ (line.cells[1].firstElementChild);
    open.children[0].textContent = row.path;
    open.children[1].textContent = row.block ? ` · ${row.block}` : '';
    open.title = BATCH.open(titleOf(row));
    line.cells[2].textContent = [row.sample, row.name].filter(Boolean).join(' · ');
    line.cells[3].textContent = BATCH.states[row.state];
    line.cells[3].title = [row.reason, ...row.warnings].filter(Boolean).join('\n');
    if (row.reason) line.cells[3].textContent += `: ${row.reason}`;
    const amounts = new Map(row.elements.map((e) => [e.symbol, e]));
    this.#symbols.forEach((symbol, i) => {
      const cell = line.cells[i + 4];
      const element = amounts.get(symbol);
      const percent = amount(row, symbol);
      cell.textContent = element ? fixed(percent, 1) : '';
      cell.title = element ? BATCH.amount(symbol, fixed(percent, 1), fixed(element.interval[0], 1), fixed(element.interval[1], 1)) : '';
      cell.dataset.heat = element ? String(Math.max(1, Math.ceil(Math.sqrt(percent / 100) * STEPS))) : '';
    });
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {Element} */ (event.target);
    const row = this.#rowOf(target);
    if (row && !target.closest('input')) this.#on.open(row);
  }

  /** @param {HTMLInputElement} box */
  #tick(box) {
    const row = this.#rowOf(box);
    if (!row) return;
    if (box.checked) this.#chosen.add(row.id);
    else this.#chosen.delete(row.id);
    this.#on.chosen();
  }

  /** @param {Element} target */
  #rowOf(target) {
    const line = target.closest('tr');
    return this.#lines.find((l) => l.line === line)?.row ?? null;
  }
}

/** @param {HTMLTableRowElement} line @param {number} height */
function space(line, height) {
  line.hidden = height <= 0;
  line.cells[0].style.height = `${height}px`;
}
