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
 * @typedef {object} Progress
 * @property {State} state
 * @property {string} hindered why it stands; empty where its user paused it
 * @property {number} files
 * @property {number} done
 * @property {{ blocks: number, left: number }[]} long files that are answered in parts: blocks wanted, and about how many are to come
 * @property {number} left files that were left out when it was cancelled
 * @property {number} spectra
 * @property {number} seconds
 */
/** Files that a lane takes at once: a lane's answer is a message, and few messages keep the page free. */
const FILES = 8;
/** Blocks of a long file that a lane takes at once. */
const BLOCKS = 64;
/** Every lane that answers parts of a file holds all of it: in all no more than this, or one lane alone. */
const HELD_BYTES = 256 * 2 ** 20;

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
  /** Files of which parts are still to come. @type {Map<number, { parts: number, blocks: number, bytes: number }>} */
  #parts = new Map();
  /** The long file that a lane holds. @type {Map<number, number>} */
  #holds = new Map();
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
  #hindered = '';
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
    return {
      state: this.#state,
      hindered: this.#hindered,
      files: this.#todo.length - this.#repeated,
      done: this.#done,
      long: [...this.#parts.values()].map(({ parts, blocks }) => ({ blocks, left: Math.min(blocks, parts * BLOCKS) })),
      left: this.#left,
      spectra: this.#spectra,
      seconds: (this.#ran + running) / 1000,
    };
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
    this.#hindered = '';
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
    for (let todo = this.#take(number); todo.length > 0; todo = this.#take(number)) {
      const lane = await this.#lanes.lane(number).catch((/** @type {Error} */ error) => error);
      if (lane instanceof Error) {
        this.#giveBack(todo, lane.message);
        break;
      }
      const results = await this.#answered(lane, todo);
      this.#count(results, todo, number);
      this.#on.results(results);
    }
    this.#active.delete(number);
    this.#holds.delete(number);
    this.#lanes.letGo(number);
    if (this.#active.size === 0 && this.#state !== 'paused' && this.#since > 0) this.#stop('done');
  }

  /**
   * A lane could not be started, for which no file is to blame: others take what it was to do. Where there are none, the
   * batch stands until its user goes on.
   * @param {Todo[]} todo
   * @param {string} reason
   */
  #giveBack(todo, reason) {
    if (this.#state === 'cancelled') {
      this.#left += todo.filter(({ part }) => !part).length; // of those in parts it is counted
      return;
    }
    this.#first.unshift(...todo);
    if (this.#active.size > 1) return;
    this.#hindered = reason;
    this.#stop('paused');
  }

  /** Whether a lane may answer a part of a long file. @param {number} number @param {number} key */
  #mayHold(number, key) {
    const others = [...this.#holds].filter(([lane, held]) => lane !== number && held === key).length;
    return others === 0 || (others + 1) * (this.#parts.get(key)?.bytes ?? 0) <= HELD_BYTES;
  }

  /** What a lane does next. @param {number} number @returns {Todo[]} */
  #take(number) {
    if (this.#state !== 'running') return [];
    const at = this.#first.findIndex(({ key, part }) => !part || this.#mayHold(number, key));
    if (at >= 0) {
      const [first] = this.#first.splice(at, 1);
      if (first.part) this.#holds.set(number, first.key);
      return [first];
    }
    // The last files are shared out evenly.
    const share = Math.ceil((this.#todo.length - this.#next) / this.#lanes.count);
    const todo = this.#todo.slice(this.#next, this.#next + Math.max(1, Math.min(FILES, share)));
    this.#next += todo.length;
    return todo;
  }

  /**
   * @param {import('./lanes.js').Lane} lane
   * @param {Todo[]} todo
   * @returns {Promise<Result[]>}
   */
  async #answered(lane, todo) {
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
    left.parts += 1;
    const middle = (part[0] + part[1]) >> 1;
    return [{ key, settings, part: [part[0], middle] }, { key, settings, part: [middle, part[1]] }];
  }

  /** @param {number} key @param {string} failed @returns {Result} */
  #failed(key, failed) {
    return { key, rows: [], failed };
  }

  /** @param {Result[]} results @param {Todo[]} todo what they were asked for @param {number} number of the lane */
  #count(results, todo, number) {
    for (const { key, rows, long } of results) {
      this.#spectra += rows.filter((row) => row.failed === undefined).length;
      if (this.#cut.has(key)) continue; // counted as left out
      const settings = todo.find((one) => one.key === key)?.settings;
      if (long && settings) {
        if (this.#state === 'cancelled') {
          this.#left += 1;
          continue;
        }
        for (let from = 0; from < long.blocks; from += BLOCKS) this.#first.push({ key, settings, part: [from, from + BLOCKS] });
        this.#parts.set(key, { ...long, parts: Math.ceil(long.blocks / BLOCKS) });
        this.#holds.set(number, key);
        if (this.#state === 'running') this.resume(); // lanes that had nothing left have work again
        continue;
      }
      const left = this.#parts.get(key);
      if (left) left.parts -= 1;
      if (left && left.parts > 0) continue;
      this.#parts.delete(key);
      this.#done += 1;
    }
  }
}
