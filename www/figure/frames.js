// Drawing once with the next frame, however much happens before it.

/** @typedef {'cursor' | 'all'} What is drawn */

export class Frames {
  #paint;
  /** What the next frame draws. @type {null | What} */
  #queued = null;

  /** @param {(what: What) => void} paint */
  constructor(paint) {
    this.#paint = paint;
  }

  /** @param {What} what */
  queue(what) {
    if (this.#queued === null) requestAnimationFrame(() => this.#next());
    if (this.#queued !== 'all') this.#queued = what;
  }

  #next() {
    const what = /** @type {What} */ (this.#queued);
    this.#queued = null;
    this.#paint(what);
  }
}
