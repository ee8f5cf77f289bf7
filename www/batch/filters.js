// Which spectra of a batch are on show: by words, by state, by an element.

import { byId, make } from '../dom.js';
import { BATCH } from '../words.js';

/** @typedef {import('./rows.js').State} State */

export class Filters {
  #search = byId('batch-search');
  #state = byId('batch-state');
  #element = byId('batch-element');
  #least = byId('batch-least');
  #listed = '';

  /** @param {() => void} changed */
  constructor(changed) {
    for (const field of [this.#search, this.#least]) field.addEventListener('input', changed);
    for (const field of [this.#state, this.#element]) field.addEventListener('change', changed);
  }

  /** @returns {Omit<import('./rows.js').View, 'sort' | 'down'>} */
  get view() {
    return { search: this.#search.value, state: this.#state.value, element: this.#element.value, least: Number(this.#least.value) || 0 };
  }

  /**
   * What there is to choose from.
   * @param {string[]} symbols
   * @param {Record<State, number>} states how many rows are in each
   */
  offer(symbols, states) {
    const sorted = [...symbols].sort();
    if (sorted.join() !== this.#listed) {
      this.#listed = sorted.join();
      const chosen = this.#element.value;
      this.#element.replaceChildren(make('option', { value: '' }, BATCH.anyElement), ...sorted.map((s) => make('option', { value: s }, s)));
      this.#element.value = sorted.includes(chosen) ? chosen : '';
    }
    for (const option of this.#state.options) {
      const state = /** @type {State | ''} */ (option.value);
      const count = state === 'answered' ? states.answered + states.doubtful : state ? states[state] : Object.values(states).reduce((a, b) => a + b);
      option.textContent = BATCH.filter(state ? BATCH.filters[state] : BATCH.all, count);
    }
  }
}
