// The examples of the page, each with its place in the list.

import { byId, make } from './dom.js';
import { PAGE } from './words.js';

/** @typedef {{ file: string, title: string, bytes?: Promise<ArrayBuffer> }} Example bytes: once they are asked for */

/** Name of an example, as the address has it. @param {string} file its file's */
export const exampleName = (file) => file.replace(/\.[^.]*$/, '');

const BASE = new URL('./examples/', import.meta.url);

/** Fetched once. @param {Example} example */
function bytesOf(example) {
  example.bytes ??= fetched(example.file);
  example.bytes.catch(() => { example.bytes = undefined; }); // the next one tries again
  return example.bytes;
}

/** @param {string} file */
async function fetched(file) {
  const answer = await fetch(new URL(file, BASE));
  if (!answer.ok) throw new Error(PAGE.answered(file, answer.status));
  return answer.arrayBuffer();
}

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

  /** Their list. */
  async load() {
    const answer = await fetch(new URL('index.json', BASE));
    if (!answer.ok) return;
    this.#examples = await answer.json();
    this.#list.append(...this.#examples.map((e, i) => make('option', { value: String(i) }, e.title)));
  }

  /** All of them, behind the one that is shown first: afterwards the page asks its server for nothing. */
  async rest() {
    await Promise.allSettled(this.#examples.map(bytesOf));
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
    await this.#open(example.file, place, async () => (await bytesOf(example)).slice(0));
    return true;
  }

  /** The list says which one is on show. @param {string} place empty for none */
  mark(place) {
    this.#list.value = place;
  }
}
