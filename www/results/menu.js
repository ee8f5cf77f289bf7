// Which columns the table of results has: chosen in a menu, remembered.

import { byId, make } from '../dom.js';
import { help } from '../help.js';
import { recall, remember } from '../settings.js';
import { RESULTS } from '../words.js';
import { CASA, COLUMNS, USUAL } from './columns.js';

/** @typedef {import('./columns.js').Column} Column */

/** @type {[string, string[]][]} */
const SETS = [[RESULTS.usual, USUAL], [RESULTS.casa, CASA], [RESULTS.all, COLUMNS.map((c) => c.key)]];

export class ColumnsMenu {
  #button = byId('columns');
  #panel = byId('columns-menu');
  #onChange;
  /** @type {Map<string, HTMLInputElement>} */
  #boxes = new Map();
  #across = make('input', { type: 'checkbox' });

  /** @param {() => void} onChange other columns are chosen */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#button.addEventListener('click', () => this.#open(this.#panel.hidden));
    this.#panel.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Escape') return;
      this.#open(false);
      this.#button.focus();
    });
    const list = make('fieldset', {}, make('legend', {}, RESULTS.columnsShown), ...COLUMNS.map((c) => this.#choice(c)));
    const sets = SETS.map(([name, keys]) => {
      const button = make('button', { type: 'button' }, name);
      button.addEventListener('click', () => this.#take(keys));
      return button;
    });
    this.#across.addEventListener('change', () => {
      this.#spread(this.#across.checked);
      remember('results.across', this.#across.checked);
    });
    this.#panel.append(list, make('div', { className: 'opinion-choices' }, ...sets,
      make('label', {}, this.#across, RESULTS.across)));
    window.addEventListener('settings-forgotten', () => this.#restore());
    this.#restore();
  }

  /** The columns that are chosen, in the order in which they stand. @returns {Column[]} */
  columns() {
    return COLUMNS.filter(({ key }) => this.#boxes.get(key)?.checked);
  }

  /** @param {boolean} open */
  #open(open) {
    this.#panel.hidden = !open;
    this.#button.setAttribute('aria-expanded', String(open));
  }

  #restore() {
    this.#mark(recall('results.columns', USUAL));
    this.#across.checked = recall('results.across', false);
    this.#spread(this.#across.checked);
    this.#onChange();
  }

  /** @param {boolean} across */
  #spread(across) {
    byId('main').classList.toggle('across', across);
  }

  /** @param {string[]} keys */
  #mark(keys) {
    for (const [key, box] of this.#boxes) box.checked = keys.includes(key);
  }

  /** @param {string[]} keys */
  #take(keys) {
    this.#mark(keys);
    this.#chosen();
  }

  #chosen() {
    remember('results.columns', this.columns().map((c) => c.key));
    this.#onChange();
  }

  /** @param {Column} column */
  #choice({ key, help: term }) {
    const { name, unit, title } = RESULTS.columns[key];
    const box = make('input', { type: 'checkbox', value: key });
    box.addEventListener('change', () => this.#chosen());
    this.#boxes.set(key, box);
    return make('div', { className: 'column-choice' },
      make('label', { title }, box, unit ? `${name} (${unit})` : name),
      ...(term ? help(/** @type {any} */ (term)) : []));
  }
}
