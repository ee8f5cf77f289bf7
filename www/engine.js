// The page's side of the worker: requests with ids, answers, progress, cancelling.

import { ENGINE } from './words.js';

/** @typedef {import('./worker.js').Jobs} Jobs */
/** @typedef {import('./worker/networks.js').State} EngineState */
/** @typedef {import('../pkg/speclens.js').FileList} FileList */
/** @typedef {Error & { holds?: FileList }} Failure a request that failed; `holds` what the file holds that was read all the same */
/** @typedef {{ resolve(result: any): void, reject(error: Error): void, onProgress(done: number, total: number): void }} Pending the kind of the result is that of its request */

/** Thrown into a request that was cancelled: not an error to show. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

export class Engine {
  #worker;
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  #nextId = 1;
  /** @type {string | null} */
  #crashed = null;
  #listeners;

  /**
   * @param {{ engine(state: EngineState): void, crash(reason: string): void }} listeners told of every change of engine,
   *   and of a crash at most once
   * @param {Worker} [worker] that runs worker.js
   */
  constructor(listeners, worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })) {
    this.#listeners = listeners;
    this.#worker = worker;
    this.#worker.addEventListener('message', (event) => this.#receive(event.data));
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#crash(event.message || ENGINE.stopped);
    });
    this.#worker.addEventListener('messageerror', () => this.#crash(ENGINE.unreadable));
  }

  /**
   * Sends a request and resolves with its answer. `onProgress(done, total)` is called meanwhile;
   * aborting `signal` rejects with `Cancelled` and stops the work in the worker.
   * @template {keyof Jobs} T
   * @param {T} type
   * @param {Omit<Parameters<Jobs[T]>[0], 'id'>} payload
   * @param {{ transfer?: Transferable[], onProgress?: (done: number, total: number) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<Awaited<ReturnType<Jobs[T]>>>}
   */
  request(type, payload, { transfer = [], onProgress = () => {}, signal } = {}) {
    if (this.#crashed) return Promise.reject(new Error(this.#crashed));
    if (signal?.aborted) return Promise.reject(new Cancelled());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onProgress });
      signal?.addEventListener('abort', () => {
        if (!this.#pending.delete(id)) return;
        this.#worker.postMessage({ type: 'cancel', id });
        reject(new Cancelled());
      }, { once: true });
      this.#worker.postMessage({ type, id, ...payload }, transfer);
    });
  }

  /** @param {any} message as worker.js says what comes */
  #receive(message) {
    if (message.type === 'engine') return this.#listeners.engine(message);
    if (message.type === 'crash') return this.#crash(message.reason);
    const request = this.#pending.get(message.id);
    if (!request) return undefined; // the answer to a cancelled request
    if (message.type === 'progress') return request.onProgress(message.done, message.total);
    this.#pending.delete(message.id);
    if (message.type === 'done') return request.resolve(message.result);
    return request.reject(Object.assign(new Error(message.reason), { holds: message.holds }));
  }

  /** @param {string} reason */
  #crash(reason) {
    if (this.#crashed) return;
    this.#crashed = reason;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(new Cancelled());
    this.#pending.clear();
    this.#listeners.crash(reason);
  }
}
