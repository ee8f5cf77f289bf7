// What two folds would show over the spectrum: fitted peaks first.

/** @typedef {'peaks' | 'implied'} Fold */

export class Overlays {
  #draw;
  /** @type {Record<Fold, Float64Array | null>} */
  #curves = { peaks: null, implied: null };

  /** @param {(curve: Float64Array | null) => void} draw */
  constructor(draw) {
    this.#draw = draw;
  }

  /** Another spectrum is on show, with nothing over it. */
  begin() {
    this.#curves = { peaks: null, implied: null };
  }

  /**
   * Shows a curve, or takes that of one fold away.
   * @param {Fold} fold
   * @param {Float64Array | null} curve
   */
  show(fold, curve) {
    this.#curves[fold] = curve;
    this.#draw(this.#curves.peaks ?? this.#curves.implied);
  }
}
