// What the figure is read at, and the range that is dragged on it.

/** @typedef {import('./view.js').Range} Range */

export class Pointing {
  #box;
  #places;
  #on;
  /** Place that the mouse points at, CSS pixels. @type {number | null} */
  #pointed = null;
  /** Energy whose value stays on show, eV. @type {number | null} */
  #held = null;
  /** Range that is being dragged, CSS pixels. @type {[number, number] | null} */
  #dragged = null;
  /** Takes the range that is dragged next. @type {((ends: Range) => void) | null} */
  #pick = null;

  /**
   * @param {HTMLElement} box
   * @param {import('./places.js').Places} places
   * @param {{ changed: () => void, show: (range: Range) => void }} on something else is read or dragged; a range is wanted
   */
  constructor(box, places, on) {
    this.#box = box;
    this.#places = places;
    this.#on = on;
  }

  /**
   * Another spectrum: what is held stays on wish.
   * @param {boolean} keep
   */
  begin(keep) {
    this.#pointed = null;
    if (!keep) this.#held = null;
  }

  /** Energy that is read: where the mouse points, else what is held. */
  get energy() {
    return this.#pointed === null ? this.#held : this.#places.energyAt(this.#pointed);
  }

  /** Range that is being dragged, CSS pixels. */
  get dragged() {
    return this.#dragged;
  }

  /** Whether a range is asked for. */
  get picking() {
    return this.#pick !== null;
  }

  /** The mouse points there; null: nowhere any more. @param {number | null} x CSS pixels */
  point(x) {
    this.#pointed = x;
    this.#on.changed();
  }

  /** The value there stays on show. @param {number} energy eV */
  hold(energy) {
    this.#held = energy;
    this.#on.changed();
  }

  /** The same by keys: wherever the mouse points. @param {number} energy eV */
  holdByKey(energy) {
    this.#pointed = null;
    this.hold(energy);
  }

  /** Nothing is read any more. */
  release() {
    this.#held = null;
    this.#pointed = null;
  }

  /** @param {[number, number]} range CSS pixels */
  drag(range) {
    this.#dragged = range;
    this.#on.changed();
  }

  /** @param {[number, number] | null} ends CSS pixels; null where it was given up */
  dropped(ends) {
    this.#dragged = null;
    this.#on.changed();
    if (!ends) return;
    const [a, b] = ends.map((x) => this.#places.energyAt(x));
    const range = /** @type {Range} */ ([Math.min(a, b), Math.max(a, b)]);
    const pick = this.#pick;
    if (!pick) return this.#on.show(range);
    this.pick(null);
    pick(range);
  }

  /** The next range that is dragged goes to `take`; null for none. @param {((ends: Range) => void) | null} take */
  pick(take) {
    this.#pick = take;
    this.#box.classList.toggle('picking', Boolean(take));
    if (take) this.#box.focus({ preventScroll: true });
  }
}
