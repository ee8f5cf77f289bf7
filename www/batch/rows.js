// The answers of a batch: a row for each spectrum, and for each file that has none.

import { BATCH } from '../words.js';

/** @typedef {import('../worker/batch.js').Result} Result */
/** @typedef {import('../worker/batch.js').Answered} Answered */
/** @typedef {'answered' | 'doubtful' | 'refused' | 'asks' | 'failed'} State */

/**
 * @typedef {object} Row
 * @property {number} id
 * @property {number} key number of its file
 * @property {string} path
 * @property {string} order what it is sorted by among paths: `a9` comes before `a10`
 * @property {number} index place of the block in its file; −1 where the file has none that is answered
 * @property {number} block its number in the file; 0 where it has none
 * @property {string} name of the block
 * @property {string} sample
 * @property {string} source that was named for it
 * @property {import('../worker/tasks.js').Told | null} told what its file was told that it leaves open
 * @property {State} state
 * @property {string} reason why there is no composition
 * @property {number | null} excitation_ev
 * @property {[number, number] | null} range_ev
 * @property {string} model
 * @property {Answered['elements']} elements
 * @property {string[]} warnings
 * @property {Answered['doubts']} doubts
 * @property {number | null} strangeness
 * @property {Answered['refused']} refused
 * @property {Answered['axes']} axes
 */

/** What is on show. @typedef {{ search: string, state: State | '', element: string, least: number, sort: string, down: boolean }} View */

/** Orders by path and block. */
export const BY_FILE = 'file';

/** Numbers in paths are compared up to so many digits. */
const DIGITS = 12;

const NONE = { source: '', told: null, excitation_ev: null, range_ev: null, model: '', elements: [], warnings: [], doubts: [], strangeness: null, refused: null, axes: {} };

export class Rows {
  /** @type {Row[]} */
  #rows = [];
  #next = 0;
  /** Elements found: how much of each in all, at%. @type {Map<string, { z: number, sum: number }>} */
  #elements = new Map();

  get count() {
    return this.#rows.length;
  }

  get all() {
    return this.#rows;
  }

  /** Elements found in any spectrum, those of most first. */
  symbols() {
    return [...this.#elements].sort(([, a], [, b]) => b.sum - a.sum || a.z - b.z).map(([symbol]) => symbol);
  }

  /** How many rows are in each state. */
  states() {
    const counts = { answered: 0, doubtful: 0, refused: 0, asks: 0, failed: 0 };
    for (const { state } of this.#rows) counts[state] += 1;
    return counts;
  }

  /**
   * @param {Result} result
   * @param {string} path of its file
   */
  add({ key, rows, failed, asks }, path) {
    const order = path.toLowerCase().replace(/\d+/g, (number) => number.padStart(DIGITS, '0'));
    if (failed !== undefined || asks !== undefined) {
      const reason = asks ?? failed ?? '';
      this.#push({ ...NONE, id: 0, key, path, order, index: -1, block: 0, name: '', sample: '', state: asks === undefined ? 'failed' : 'asks', reason });
    }
    for (const row of rows) {
      const place = { id: 0, key, path, order };
      if (row.failed !== undefined) this.#push({ ...NONE, ...place, index: row.index, block: row.block, name: row.name, sample: row.sample, state: 'failed', reason: row.failed });
      else this.#push({ ...row, ...place, state: stateOf(row), reason: row.refused?.reason ?? '' });
    }
  }

  /** Files that left something open, or that failed as a whole or in a part. @param {'asks' | 'failed'} state */
  files(state) {
    return new Set(this.#rows.flatMap((row) => (row.state === state && row.index < 0 ? [row.key] : [])));
  }

  /** Takes away all rows of files that are asked again. @param {number[]} keys */
  drop(keys) {
    const dropped = new Set(keys);
    this.#rows = this.#rows.filter((row) => !dropped.has(row.key));
  }

  /**
   * The rows on show, in their order; what has no value stands last either way.
   * @param {View} view
   */
  view({ search, state, element, least, sort, down }) {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = this.#rows.filter((row) => {
      if (state && row.state !== state && !(state === 'answered' && row.state === 'doubtful')) return false;
      if (element && !(amount(row, element) >= least)) return false;
      if (words.length === 0) return true;
      const text = `${row.path} ${row.sample} ${row.name} ${row.reason}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    if (sort === BY_FILE) return shown.sort((a, b) => (down ? -byFile(a, b) : byFile(a, b)));
    const value = valueOf(sort);
    const keyed = shown.map((row) => ({ row, value: value(row) }));
    keyed.sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null) || byFile(a.row, b.row);
      const order = typeof a.value === 'number' ? a.value - Number(b.value) : a.value < b.value ? -1 : Number(a.value > b.value);
      return (down ? -order : order) || byFile(a.row, b.row);
    });
    return keyed.map(({ row }) => row);
  }

  clear() {
    this.#rows = [];
    this.#elements.clear();
  }

  /** @param {Row} row */
  #push(row) {
    row.id = this.#next += 1;
    this.#rows.push(row);
    for (const { symbol, z, atomic_percent: percent } of row.elements) {
      const known = this.#elements.get(symbol);
      if (known) known.sum += percent;
      else this.#elements.set(symbol, { z, sum: percent });
    }
  }
}

/** Amount of an element in a row, at%; not a number where it is not found. @param {Row} row @param {string} symbol */
export function amount(row, symbol) {
  return row.elements.find((e) => e.symbol === symbol)?.atomic_percent ?? NaN;
}

/** @param {Row} a @param {Row} b */
export function byFile(a, b) {
  if (a.key === b.key) return a.index - b.index;
  return a.order < b.order ? -1 : Number(a.order > b.order) || a.key - b.key;
}

/** A row in few words. @param {Row} row */
export function titleOf({ path, sample, name, block }) {
  return [path, sample, name].filter(Boolean).join(' · ') + (block ? ` · ${BATCH.blockOf(block)}` : '');
}

/** @param {Answered} row @returns {State} */
function stateOf({ refused, warnings }) {
  if (refused) return 'refused';
  return warnings.length > 0 ? 'doubtful' : 'answered';
}

/** What a column is sorted by. @param {string} column @returns {(row: Row) => string | number | null} */
function valueOf(column) {
  if (column === 'sample') return (row) => (row.sample || row.name).toLowerCase() || null;
  if (column === 'state') return (row) => row.state;
  return (row) => {
    const percent = amount(row, column);
    return Number.isNaN(percent) ? null : percent;
  };
}
