// Drawing once with the next frame, however much happens before it.

/** @typedef {'cursor' | 'all'} What is drawn */

export class Frames {
  #paint;
  /** What the next frame draws. @type {null | What} */
  #queued = null;
  /** The next frame is the page's alone. */
  #apart = false;

  /** @param {(what: What) => void} paint */
  constructor(paint) {
    this.#paint = paint;
  }

  /** @param {What} what */
  queue(what) {
    if (this.#queued === null) requestAnimationFrame(() => this.#next());
    if (this.#queued !== 'all') this.#queued = what;
  }

  /** The page is filled anew: it is laid out in the next frame, and drawn in a task after it. */
  begin() {
    this.#apart = true;
  }

  #next() {
    if (this.#apart) {
      this.#apart = false;
      setTimeout(() => this.#next());
      return;
    }
    const what = /** @type {What} */ (this.#queued);
    this.#queued = null;
    this.#paint(what);
  }
}
