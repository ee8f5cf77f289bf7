// The queue of a batch: hands files to the lanes, a few at a time, and times what comes back.

import { BATCH } from '../words.js';
import { Crashed } from './asked.js';

/** @typedef {import('./sources.js').Source} Source */
/** @typedef {import('../worker/tasks.js').Task} Task */
/** @typedef {import('../worker/tasks.js').Settings} Settings */
/** @typedef {import('../worker/batch.js').Result} Result */
/** @typedef {{ key: number, settings: Settings, part?: [number, number] }} Todo a file, with what was said of it when it came */
/** @typedef {'idle' | 'running' | 'paused' | 'done' | 'cancelled'} State */
/** @typedef {{ blocks: number, left: number, parts: number, bytes: number }} Long a file that is answered in parts: blocks wanted and to come, parts to come, size */
/**
 * @typedef {object} Progress
 * @property {State} state
 * @property {string} hindered why it stands; empty where its user paused it
 * @property {number} files
 * @property {number} done
 * @property {Long[]} long files of which parts are to come
 * @property {number} left files that were left out when it was cancelled
 * @property {number} spectra
 * @property {number} seconds
 */

/** Files that a lane takes at once: a lane's answer is a message, and few messages keep the page free. */
const FILES = 8;
/** Blocks of a long file that a lane takes at once. */
const BLOCKS = 64;
/**
 * A lane that answers parts of a file holds all of it: what the lanes hold for that is no more in all, unless one lane
 * alone holds more. (Each file is first opened to see how long it is.)
 */
const HELD_BYTES = 256 * 2 ** 20;

export class Run {
  #lanes;
  #on;
  /** @type {Source[]} */
  #sources = [];
  /** Files in the order in which they came; from `#next` on no lane has taken them. @type {Todo[]} */
  #todo = [];
  #next = 0;
  /** Parts of long files, and what a lane gave back. @type {Todo[]} */
  #first = [];
  /** Long files of which parts are still to come. @type {Map<number, Long>} */
  #long = new Map();
  /** The long file that a lane holds, and its size. @type {Map<number, { key: number, bytes: number }>} */
  #holds = new Map();
  /** What a lane is asked for. @type {Map<number, Todo[]>} */
  #asked = new Map();
  /** Files that were left out when all was cancelled. @type {Set<number>} */
  #cut = new Set();
  /** @type {State} */
  #state = 'idle';
  /** Lanes that are at work. @type {Set<number>} */
  #active = new Set();
  /** Files that are wanted. */
  #files = 0;
  #done = 0;
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
      files: this.#files,
      done: this.#done,
      long: [...this.#long.values()],
      left: this.#cut.size,
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

  /** Whether answers of a file are still to come. @param {number} key */
  isUnderWay(key) {
    return this.#long.has(key) || [...this.#asked.values()].some((todo) => todo.some((each) => each.key === key));
  }

  /**
   * More files; they are begun at once, unless it is paused.
   * @param {Source[]} sources
   * @param {Settings} settings
   */
  add(sources, settings) {
    for (const source of sources) this.#todo.push({ key: this.#sources.push(source) - 1, settings });
    this.#files += sources.length;
    this.#begin();
  }

  /**
   * Files once more, none of them under way; perhaps with other settings.
   * @param {number[]} keys
   * @param {Settings} settings
   */
  again(keys, settings) {
    for (const key of keys) {
      this.#todo.push({ key, settings });
      if (this.#cut.delete(key)) this.#files += 1;
      else this.#done -= 1;
    }
    this.#begin();
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

  /** What is not begun is left out, and what is to come of long files. */
  cancel() {
    this.cancelled += 1;
    this.#leaveOut([...this.#todo.splice(this.#next), ...this.#first].map(({ key }) => key));
    this.#leaveOut([...this.#long.keys()]);
    this.#first = [];
    this.#long.clear();
    this.#stop('cancelled');
  }

  #begin() {
    if (this.#state === 'paused') this.#on.changed();
    else this.resume();
  }

  /** @param {State} state */
  #stop(state) {
    this.#state = state;
    if (this.#since > 0) this.#ran += performance.now() - this.#since;
    this.#since = 0;
    this.#on.changed();
  }

  /** Files that are wanted no more. @param {number[]} keys */
  #leaveOut(keys) {
    for (const key of keys) {
      if (this.#cut.has(key)) continue;
      this.#cut.add(key);
      this.#files -= 1;
    }
  }

  /** One lane's work, until there is none. @param {number} number */
  async #work(number) {
    for (let todo = this.#take(number); todo.length > 0; todo = this.#take(number)) {
      const lane = await this.#lanes.lane(number).catch((/** @type {Error} */ error) => error);
      if (lane instanceof Error) {
        this.#giveBack(todo);
        // No file is to blame. Other lanes go on with it; where there are none, its user says when.
        if (this.#state === 'running' && this.#active.size === 1) {
          this.#hindered = lane.message;
          this.#stop('paused');
        }
        break;
      }
      this.#asked.set(number, todo);
      const results = await this.#answered(lane, todo);
      this.#asked.delete(number);
      this.#count(results, todo, number);
      this.#on.results(results);
    }
    this.#active.delete(number);
    this.#holds.delete(number);
    this.#lanes.letGo(number);
    if (this.#active.size === 0 && this.#state !== 'paused' && this.#since > 0) this.#stop('done');
  }

  /** What a lane took and did not answer is taken first, by any. @param {Todo[]} todo */
  #giveBack(todo) {
    if (this.#state === 'cancelled') this.#leaveOut(todo.map(({ key }) => key));
    else this.#first.unshift(...todo.filter(({ key }) => !this.#cut.has(key)));
  }

  /** Whether a lane may answer a part of a long file. @param {number} number @param {number} key */
  #mayHold(number, key) {
    if (this.#holds.get(number)?.key === key) return true;
    const others = [...this.#holds].flatMap(([lane, { bytes }]) => (lane === number ? [] : [bytes]));
    return others.length === 0 || others.reduce((sum, bytes) => sum + bytes, this.#long.get(key)?.bytes ?? 0) <= HELD_BYTES;
  }

  /** What a lane does next. @param {number} number @returns {Todo[]} */
  #take(number) {
    if (this.#state !== 'running') return [];
    const at = this.#first.findIndex(({ key, part }) => !part || this.#mayHold(number, key));
    if (at >= 0) {
      const [first] = this.#first.splice(at, 1);
      if (first.part) this.#holds.set(number, { key: first.key, bytes: this.#long.get(first.key)?.bytes ?? 0 });
      else this.#holds.delete(number);
      return [first];
    }
    // The last files are shared out evenly.
    const share = Math.ceil((this.#todo.length - this.#next) / this.#lanes.count);
    const todo = this.#todo.slice(this.#next, this.#next + Math.max(1, Math.min(FILES, share)));
    this.#next += todo.length;
    if (todo.length > 0) this.#holds.delete(number);
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
        lost.push(failed(key, BATCH.unreadable(error.message)));
        return null;
      }
    }));
    const found = tasks.flatMap((task) => (task ? [task] : []));
    try {
      if (found.length > 0) lost.push(...await lane.ask('answers', { tasks: found }));
    } catch (error) {
      const given = todo.filter(({ key }) => found.some((task) => task.key === key));
      // Which of several it was shows when each is taken alone, by a new lane.
      const smaller = error instanceof Crashed ? this.#divided(given) : [];
      this.#giveBack(smaller);
      if (smaller.length > 0) return lost;
      return [...lost, ...given.map(({ key }) => failed(key, error instanceof Crashed ? BATCH.crashed(error.message) : error.message))];
    }
    // What was not begun of a file that can no longer be read is given up.
    for (const { key } of lost.filter((result) => result.failed !== undefined)) {
      const long = this.#long.get(key);
      if (long) long.parts -= this.#first.filter((each) => each.key === key).length;
      this.#first = this.#first.filter((each) => each.key !== key);
    }
    return lost;
  }

  /**
   * What a lane crashed on, in smaller parts: files one by one, a part of a file in halves; nothing where it is one
   * file or one block.
   * @param {Todo[]} todo
   * @returns {Todo[]}
   */
  #divided(todo) {
    if (todo.length > 1) return todo;
    const [{ key, settings, part }] = todo;
    if (!part || part[1] - part[0] < 2) return [];
    const long = this.#long.get(key);
    if (long) long.parts += 1;
    const middle = (part[0] + part[1]) >> 1;
    return [{ key, settings, part: [part[0], middle] }, { key, settings, part: [middle, part[1]] }];
  }

  /**
   * Counts what came, and takes away what is no error: that a file failed which was left out meanwhile.
   * @param {Result[]} results
   * @param {Todo[]} todo what they were asked for
   * @param {number} number of the lane
   */
  #count(results, todo, number) {
    for (const result of results) {
      const { key, rows, long } = result;
      const { settings, part } = /** @type {Todo} */ (todo.find((one) => one.key === key));
      this.#spectra += rows.filter((row) => row.failed === undefined).length;
      if (long && this.#state === 'cancelled') this.#leaveOut([key]);
      if (this.#cut.has(key)) {
        delete result.failed;
        continue;
      }
      if (long) {
        for (let from = 0; from < long.blocks; from += BLOCKS) this.#first.push({ key, settings, part: [from, Math.min(long.blocks, from + BLOCKS)] });
        this.#long.set(key, { ...long, parts: Math.ceil(long.blocks / BLOCKS), left: long.blocks });
        this.#holds.set(number, { key, bytes: long.bytes });
        if (this.#state === 'running') this.resume(); // lanes that had nothing left have work again
        continue;
      }
      const rest = this.#long.get(key);
      if (rest && part) {
        rest.parts -= 1;
        rest.left -= part[1] - part[0];
        if (rest.parts > 0) continue;
      }
      this.#long.delete(key);
      this.#done += 1;
    }
  }
}

/** @param {number} key @param {string} reason @returns {Result} */
function failed(key, reason) {
  return { key, rows: [], failed: reason };
}
