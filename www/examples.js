// The examples of the page, each with its place in the list.

import { byId, make } from './dom.js';

/** @typedef {{ file: string, title: string, bytes: ArrayBuffer }} Example */

/** Name of an example, as the address has it. @param {string} file its file's */
export const exampleName = (file) => file.replace(/\.[^.]*$/, '');

export class Examples {
  #list = byId('example');
  #open;
  /** @type {Example[]} */
  #examples = [];

  /** @param {(file: string, place: string, read: () => Promise<ArrayBuffer>) => Promise<void>} open */
  constructor(open) {
    this.#open = open;
    this.#list.addEventListener('change', () => {
      const { value } = this.#list;
      const example = this.#examples[Number(value)];
      if (value !== '' && example) this.open(exampleName(example.file));
    });
  }

  /** All are fetched at the start: afterwards the page asks the server for nothing. */
  async load() {
    const base = new URL('./examples/', import.meta.url);
    const answer = await fetch(new URL('index.json', base));
    if (!answer.ok) return;
    const list = await answer.json();
    this.#examples = await Promise.all(list.map(async (/** @type {Example} */ example) => {
      const bytes = await (await fetch(new URL(example.file, base))).arrayBuffer();
      return { ...example, bytes };
    }));
    this.#list.append(...this.#examples.map((e, i) => make('option', { value: String(i) }, e.title)));
  }

  /** Name of the first; undefined where there are none. */
  get first() {
    return this.#examples.length > 0 ? exampleName(this.#examples[0].file) : undefined;
  }

  /** Whether there is one of this name; then it is opened. @param {string} name */
  async open(name) {
    const example = this.#examples.find((e) => exampleName(e.file) === name);
    if (!example) return false;
    const place = String(this.#examples.indexOf(example));
    this.mark(place);
    await this.#open(example.file, place, async () => example.bytes.slice(0));
    return true;
  }

  /** The list says which one is on show. @param {string} place empty for none */
  mark(place) {
    this.#list.value = place;
  }
}
