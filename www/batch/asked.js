// The page's side of a worker of the batch: requests with ids and their answers.

import { ENGINE } from '../words.js';

/** The worker stopped: what it was asked is lost. */
export class Crashed extends Error {}

/** @template {Record<string, (message: any) => unknown>} Jobs */
export class Asked {
  #worker;
  /** @type {Map<number, { resolve(result: any): void, reject(error: Error): void }>} */
  #pending = new Map();
  #nextId = 1;
  /** @type {Crashed | null} */
  #crashed = null;

  /** @param {URL} url of the worker's module */
  constructor(url) {
    this.#worker = new Worker(url, { type: 'module' });
    this.#worker.addEventListener('message', ({ data }) => this.#receive(data));
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#stop(event.message || ENGINE.stopped);
    });
    this.#worker.addEventListener('messageerror', () => this.#stop(ENGINE.unreadable));
  }

  get crashed() {
    return this.#crashed !== null;
  }

  /** Requests under way. */
  get busy() {
    return this.#pending.size;
  }

  /**
   * @template {keyof Jobs & string} T
   * @param {T} type
   * @param {Omit<Parameters<Jobs[T]>[0], 'id'>} payload
   * @returns {Promise<Awaited<ReturnType<Jobs[T]>>>}
   */
  ask(type, payload) {
    if (this.#crashed) return Promise.reject(this.#crashed);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ type, id, ...payload });
    });
  }

  /** Ends the worker. */
  end() {
    this.#stop(ENGINE.stopped);
  }

  /** @param {any} message as queue.js says what comes */
  #receive(message) {
    if (message.type === 'crash') return this.#stop(message.reason);
    const request = this.#pending.get(message.id);
    if (!request) return undefined; // how the engine is, or progress
    if (message.type === 'done') {
      this.#pending.delete(message.id);
      return request.resolve(message.result);
    }
    if (message.type === 'failed') {
      this.#pending.delete(message.id);
      return request.reject(new Error(message.reason));
    }
    return undefined;
  }

  /** @param {string} reason */
  #stop(reason) {
    if (this.#crashed) return;
    this.#crashed = new Crashed(reason);
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(this.#crashed);
    this.#pending.clear();
  }
}
