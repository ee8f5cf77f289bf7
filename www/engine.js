// The page's side of the worker: requests with ids, answers, progress, cancelling.

/** Thrown into a request that was cancelled: not an error to show. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

export class Engine {
  #worker;
  #pending = new Map();
  #nextId = 1;
  #crashed = null;
  #listeners;

  /** `listeners`: `engine(state)` on every change of engine, `crash(reason)` at most once. */
  constructor(listeners) {
    this.#listeners = listeners;
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', (event) => this.#receive(event.data));
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#crash(event.message || 'the worker stopped without a message');
    });
    this.#worker.addEventListener('messageerror', () => this.#crash('an unreadable answer'));
  }

  /**
   * Sends a request and resolves with its answer. `onProgress(done, total)` is called meanwhile;
   * aborting `signal` rejects with `Cancelled` and stops the work in the worker.
   */
  request(type, payload = {}, { transfer = [], onProgress = () => {}, signal } = {}) {
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

  #crash(reason) {
    if (this.#crashed) return;
    this.#crashed = reason;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(new Cancelled());
    this.#pending.clear();
    this.#listeners.crash(reason);
  }
}
