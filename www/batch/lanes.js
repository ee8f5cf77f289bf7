// The lanes: as many workers as there are processors, each with the small module and the networks.

import { Asked } from './asked.js';

/** @typedef {import('../worker/lane.js').LaneJobs} LaneJobs */
/** @typedef {Asked<LaneJobs>} Lane */

/** More take memory and give little. */
const MOST = 16;

export class Lanes {
  #loading;
  /** @type {(Promise<Lane> | null)[]} */
  #lanes = [];

  /** @param {Promise<{ module: WebAssembly.Module }>} loading the module, compiled once for all */
  constructor(loading) {
    this.#loading = loading;
    this.#lanes = new Array(Math.max(1, Math.min(MOST, navigator.hardwareConcurrency || 1))).fill(null);
  }

  get count() {
    return this.#lanes.length;
  }

  /**
   * A lane that is started; a new one in place of one that crashed.
   * @param {number} number
   * @returns {Promise<Lane>}
   */
  lane(number) {
    const kept = this.#lanes[number];
    const lane = kept ? kept.then((started) => (started.crashed ? this.#start() : started), () => this.#start()) : this.#start();
    this.#lanes[number] = lane;
    return lane;
  }

  /** Starts all lanes, so that they are there when files come. */
  begin() {
    for (let number = 0; number < this.count; number += 1) this.lane(number).catch(() => {}); // asked for again with the first file
  }

  /** The lane that has the least to do. */
  async idle() {
    const lanes = await Promise.all(this.#lanes.map((lane) => lane?.catch(() => null)));
    const counts = lanes.map((lane) => (lane && !lane.crashed ? lane.busy : 0.5));
    return this.lane(counts.indexOf(Math.min(...counts)));
  }

  /** A lane has nothing to do for now: what it holds for more of a file is given back. @param {number} number */
  letGo(number) {
    this.#lanes[number]?.then((lane) => (lane.crashed ? undefined : lane.ask('letGo', {}))).catch(() => {}); // it is gone, and what it held
  }

  /** Ends all workers: their memory is given back. */
  end() {
    for (const [i, lane] of this.#lanes.entries()) {
      lane?.then((started) => started.end(), () => {});
      this.#lanes[i] = null;
    }
  }

  async #start() {
    const { module } = await this.#loading;
    /** @type {Lane} */
    const lane = new Asked(new URL('../worker/lane.js', import.meta.url));
    try {
      await lane.ask('start', { force: 'cpu', module });
    } catch (error) {
      lane.end();
      throw error;
    }
    return lane;
  }
}
