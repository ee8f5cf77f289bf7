// Which binding energies are in view: the arithmetic of zooming and panning. No document here.

/** @typedef {[number, number]} Range lowest and highest binding energy, eV */

/** Nothing narrower is shown, eV: a line is about as wide. */
export const NARROWEST_EV = 2;
/** A range as wide as this share of the whole is the whole. */
const AS_GOOD_AS_ALL = 0.999;

export class View {
  /** @type {Range} */
  #extent = [0, 1];
  /** @type {Range | null} */
  #range = null;

  /**
   * The lowest and the highest energy of another spectrum; the range is kept on wish, as far as it lies there.
   * @param {Range} extent
   * @param {boolean} [keep]
   */
  begin(extent, keep = false) {
    this.#extent = extent;
    this.set(keep ? this.#range : null);
  }

  /** What was zoomed into; null where the whole is shown. */
  get range() {
    return this.#range;
  }

  /** What is shown. */
  get shown() {
    return this.#range ?? this.#extent;
  }

  /** Lowest and highest energy of the spectrum. */
  get extent() {
    return this.#extent;
  }

  /**
   * Shows a range, cut to the spectrum and no narrower than the limit; null for the whole.
   * @param {Range | null} range
   */
  set(range) {
    this.#range = range && limited(range, this.#extent);
  }

  /**
   * Shows `factor` times as much of the axis; the energy `at` stays where it is.
   * @param {number} at eV
   * @param {number} factor
   */
  zoom(at, factor) {
    const [lo, hi] = this.shown;
    const wanted = (hi - lo) * factor;
    const width = Math.min(Math.max(wanted, NARROWEST_EV), this.#extent[1] - this.#extent[0]);
    const from = at - ((at - lo) / (hi - lo)) * width;
    this.set([from, from + width]);
  }

  /**
   * Moves the view to higher energies, or to lower ones, as far as the spectrum goes.
   * @param {number} by eV
   */
  pan(by) {
    if (!this.#range) return;
    const [lo, hi] = this.#range;
    this.set([lo + by, hi + by]);
  }

  /**
   * Moves the view no further than needed to show an energy.
   * @param {number} energy eV
   */
  follow(energy) {
    const [lo, hi] = this.shown;
    if (energy < lo) this.pan(energy - lo);
    else if (energy > hi) this.pan(energy - hi);
  }

  /**
   * The energy at a share of the axis' length, from its left end: energies fall to the right.
   * @param {number} share 0 to 1
   */
  energyAt(share) {
    const [lo, hi] = this.shown;
    return hi - Math.min(1, Math.max(0, share)) * (hi - lo);
  }
}

/**
 * The range moved and widened into the spectrum; null where that is all of it.
 * @param {Range} range
 * @param {Range} extent
 * @returns {Range | null}
 */
function limited([lo, hi], [least, most]) {
  const whole = most - least;
  // What reaches beyond the spectrum on both sides is cut; what does on one side is moved.
  const width = Math.max(Math.min(hi - lo, whole), Math.min(NARROWEST_EV, whole));
  if (!(width < AS_GOOD_AS_ALL * whole)) return null;
  const middle = (lo + hi) / 2;
  const from = Math.min(Math.max(middle - width / 2, least), most - width);
  return [from, from + width];
}
