// The view as its user changes it, and the buttons beside the figure.

import { byId } from '../dom.js';
import { NARROWEST_EV } from './view.js';

/** @typedef {import('./view.js').Range} Range */

const BUTTON_ZOOM = 2;

export class Zoom {
  #box;
  #view;
  #on;
  /** @type {HTMLButtonElement} */
  #whole;
  /** @type {HTMLButtonElement} */
  #in;
  /** @type {HTMLButtonElement} */
  #out;

  /**
   * @param {HTMLElement} box has the keys
   * @param {import('./view.js').View} view
   * @param {{ energy: () => number | null, changed: () => void, say: () => void }} on the energy that is read; the view has
   *   changed; it is to be told to a screen reader
   * @param {{ whole: HTMLButtonElement, in: HTMLButtonElement, out: HTMLButtonElement }} [buttons]
   */
  constructor(box, view, on, buttons = { whole: byId('whole'), in: byId('zoom-in'), out: byId('zoom-out') }) {
    this.#whole = buttons.whole;
    this.#in = buttons.in;
    this.#out = buttons.out;
    this.#box = box;
    this.#view = view;
    this.#on = on;
    this.#whole.addEventListener('click', () => this.reset());
    this.#in.addEventListener('click', () => this.byKey(1 / BUTTON_ZOOM));
    this.#out.addEventListener('click', () => this.byKey(BUTTON_ZOOM));
  }

  /**
   * Changes the view; answers whether it is another one now.
   * @param {() => void} change
   */
  change(change) {
    const [lo, hi] = this.#view.shown;
    change();
    const [newLo, newHi] = this.#view.shown;
    if (lo === newLo && hi === newHi) return false;
    this.changed();
    return true;
  }

  /** The view is another one. */
  changed() {
    const { range, extent } = this.#view;
    const [lo, hi] = this.#view.shown;
    this.#enable(this.#whole, range !== null);
    this.#enable(this.#out, range !== null);
    this.#enable(this.#in, hi - lo > Math.min(extent[1] - extent[0], NARROWEST_EV) * 1.001);
    this.#on.changed();
  }

  /** @param {Range | null} range eV; null for the whole spectrum */
  show(range) {
    this.change(() => this.#view.set(range));
  }

  /** By a key or a button: the whole. */
  reset() {
    this.show(null);
    this.#on.say();
  }

  /** By a key or a button: about the cursor, where it is in view. @param {number} factor */
  byKey(factor) {
    const [lo, hi] = this.#view.shown;
    const at = this.#on.energy();
    this.change(() => this.#view.zoom(at !== null && at >= lo && at <= hi ? at : (lo + hi) / 2, factor));
    this.#on.say();
  }

  /** By a key. @param {number} share of the width, to the right */
  panByKey(share) {
    const [lo, hi] = this.#view.shown;
    this.change(() => this.#view.pan(-share * (hi - lo)));
    this.#on.say();
  }

  /**
   * A button that is no longer of use does not keep the focus.
   * @param {HTMLButtonElement} button
   * @param {boolean} enabled
   */
  #enable(button, enabled) {
    if (!enabled && button.matches(':focus')) this.#box.focus({ preventScroll: true });
    button.disabled = !enabled;
  }
}
