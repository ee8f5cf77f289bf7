// The queue of a batch: hands files to the lanes, a few at a time, and times what comes back.

import { BATCH } from '../words.js';
import { Crashed } from './asked.js';

/** @typedef {import('./sources.js').Source} Source */
/** @typedef {import('../worker/tasks.js').Task} Task */
/** @typedef {import('../worker/tasks.js').Settings} Settings */
/** @typedef {import('../worker/batch.js').Result} Result */
/** @typedef {{ key: number, settings: Settings, part?: [number, number] }} Todo a file, with what was said of it when it came */
/** @typedef {'idle' | 'running' | 'paused' | 'done' | 'cancelled'} State */
/**
 * @typedef {{ state: State, files: number, done: number, left: number, spectra: number, seconds: number }} Progress left: files that were
 *   left out when it was cancelled;

/** Files that a lane takes at once: a lane's answer is a message, and few messages keep the page free. */
const FILES = 8;
/** Blocks of a long file that a lane takes at once. */
const BLOCKS = 64;

export class Run {
  #lanes;
  #on;
  /** @type {Source[]} */
  #sources = [];
  /** @type {Todo[]} */
  #todo = [];
  #next = 0;
  /** Parts of long files, and files that were in a crash with others. @type {Todo[]} */
  #first = [];
  /** Parts of a file that are still to come. @type {Map<number, number>} */
  #parts = new Map();
  /** Long files that were cut off when all was cancelled. @type {Set<number>} */
  #cut = new Set();
  /** @type {State} */
  #state = 'idle';
  /** Lanes that are at work. @type {Set<number>} */
  #active = new Set();
  #done = 0;
  /** Files that were begun anew. */
  #repeated = 0;
  #left = 0;
  #spectra = 0;
  #ran = 0;
  #since = 0;
  /** How often all was cancelled. */
  cancelled = 0;

  /**
   * @param {import('./lanes.js').Lanes} lanes
   * @param {{ results(results: Result[]): void, changed(): void }} on told of answers, and of every other change
   */
  constructor(lanes, on) {
    this.#lanes = lanes;
    this.#on = on;
  }

  /** @returns {Progress} */
  get progress() {
    const running = this.#since > 0 ? performance.now() - this.#since : 0;
    return { state: this.#state, files: this.#todo.length - this.#repeated, done: this.#done, left: this.#left, spectra: this.#spectra, seconds: (this.#ran + running) / 1000 };
  }

  /** A file by its number. @param {number} key */
  source(key) {
    return this.#sources[key];
  }

  /** The file of a row, as a lane takes it. @param {number} key @returns {Promise<Task>} */
  async task(key) {
    return { key, file: await this.#sources[key].file() };
  }

  /**
   * More files; they are begun at once, unless it is paused.
   * @param {Source[]} sources
   * @param {Settings} settings
   */
  add(sources, settings) {
    for (const source of sources) this.#todo.push({ key: this.#sources.push(source) - 1, settings });
    if (this.#state !== 'paused') this.resume();
    this.#on.changed();
  }

  /**
   * Files once more, with other settings.
   * @param {number[]} keys
   * @param {Settings} settings
   */
  again(keys, settings) {
    for (const key of keys) this.#todo.push({ key, settings });
    this.#repeated += keys.length;
    this.#done -= keys.length;
    this.resume();
  }

  pause() {
    if (this.#state === 'running') this.#stop('paused');
  }

  resume() {
    this.#state = 'running';
    this.#since ||= performance.now();
    for (let number = 0; number < this.#lanes.count; number += 1) {
      if (this.#active.has(number)) continue;
      this.#active.add(number);
      this.#work(number);
    }
    this.#on.changed();
  }

  /** What is not begun is left out. */
  cancel() {
    this.cancelled += 1;
    this.#left += this.#todo.length - this.#next + this.#parts.size + this.#first.filter(({ part }) => !part).length;
    for (const key of this.#parts.keys()) this.#cut.add(key);
    this.#todo.length = this.#next;
    this.#first = [];
    this.#parts.clear();
    this.#stop('cancelled');
  }

  /** @param {State} state */
  #stop(state) {
    this.#state = state;
    if (this.#since > 0) this.#ran += performance.now() - this.#since;
    this.#since = 0;
    this.#on.changed();
  }

  /** One lane's work, until there is none. @param {number} number */
  async #work(number) {
    for (let todo = this.#take(); todo.length > 0; todo = this.#take()) {
      const results = await this.#answered(number, todo);
      this.#count(results, todo);
      this.#on.results(results);
    }
    this.#active.delete(number);
    this.#lanes.letGo(number);
    if (this.#active.size === 0 && this.#state !== 'paused' && this.#since > 0) this.#stop('done');
  }

  /** What a lane does next. @returns {Todo[]} */
  #take() {
    if (this.#state !== 'running') return [];
    const first = this.#first.shift();
    if (first) return [first];
    // The last files are shared out evenly.
    const share = Math.ceil((this.#todo.length - this.#next) / this.#lanes.count);
    const todo = this.#todo.slice(this.#next, this.#next + Math.max(1, Math.min(FILES, share)));
    this.#next += todo.length;
    return todo;
  }

  /**
   * @param {number} number of the lane
   * @param {Todo[]} todo
   * @returns {Promise<Result[]>}
   */
  async #answered(number, todo) {
    /** @type {Result[]} */
    const lost = [];
    const tasks = await Promise.all(todo.map(async ({ key, settings, part }) => {
      try {
        return { ...(await this.task(key)), settings, part };
      } catch (error) {
        lost.push(this.#failed(key, BATCH.unreadable(error.message)));
        return null;
      }
    }));
    const found = tasks.flatMap((task) => (task ? [task] : []));
    if (found.length === 0) return lost;
    try {
      const lane = await this.#lanes.lane(number);
      return [...await lane.ask('answers', { tasks: found }), ...lost];
    } catch (error) {
      // Which of several it was shows when each is taken alone, by a new lane.
      const smaller = error instanceof Crashed ? this.#divided(found) : [];
      this.#first.push(...smaller);
      if (smaller.length === 0) lost.push(...found.map(({ key }) => this.#failed(key, error instanceof Crashed ? BATCH.crashed(error.message) : error.message)));
      return lost;
    }
  }

  /**
   * What a lane crashed on, in smaller parts: files one by one, a part of a file in halves; nothing where it is one
   * file or one block.
   * @param {Todo[]} todo
   * @returns {Todo[]}
   */
  #divided(todo) {
    if (todo.length > 1) return todo.map(({ key, settings, part }) => ({ key, settings, part }));
    const [{ key, settings, part }] = todo;
    const left = this.#parts.get(key);
    if (!part || part[1] - part[0] < 2 || !left) return [];
    this.#parts.set(key, left + 1);
    const middle = (part[0] + part[1]) >> 1;
    return [{ key, settings, part: [part[0], middle] }, { key, settings, part: [middle, part[1]] }];
  }

  /** @param {number} key @param {string} failed @returns {Result} */
  #failed(key, failed) {
    return { key, rows: [], failed };
  }

  /** @param {Result[]} results @param {Todo[]} todo what they were asked for */
  #count(results, todo) {
    for (const { key, rows, blocks } of results) {
      this.#spectra += rows.filter((row) => row.failed === undefined).length;
      if (this.#cut.has(key)) continue; // counted as left out
      const settings = todo.find((one) => one.key === key)?.settings;
      if (blocks && settings) {
        if (this.#state === 'cancelled') {
          this.#left += 1;
          continue;
        }
        for (let from = 0; from < blocks; from += BLOCKS) this.#first.push({ key, settings, part: [from, from + BLOCKS] });
        this.#parts.set(key, Math.ceil(blocks / BLOCKS));
        if (this.#state === 'running') this.resume(); // lanes that had nothing left have work again
        continue;
      }
      const left = (this.#parts.get(key) ?? 1) - 1;
      if (left > 0) this.#parts.set(key, left);
      else this.#parts.delete(key);
      if (left <= 0) this.#done += 1;
    }
  }
}
