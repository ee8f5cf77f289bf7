// Places on the figure as energies, by the view as it will be drawn. Places are CSS pixels from its left edge.

/** A place so far beside a panel is still on it, CSS pixels. */
const BESIDE = 4;

export class Places {
  #view;
  /** What was drawn last. @type {import('../../pkg/speclens.js').Layout | null} */
  layout = null;

  /** @param {import('./view.js').View} view */
  constructor(view) {
    this.#view = view;
  }

  /** Whether a place is on the panels. @param {number} x */
  inside(x) {
    const p = this.layout?.panels[0].css_px;
    return p !== undefined && x >= p.left - BESIDE && x <= p.right + BESIDE;
  }

  /** Binding energy at a place. @param {number} x */
  energyAt(x) {
    const { left, right } = this.#ends();
    return this.#view.energyAt((x - left) / (right - left));
  }

  /** How far the view moves when what it shows moves to the right. @param {number} by CSS pixels */
  inEnergy(by) {
    const { left, right } = this.#ends();
    const [lo, hi] = this.#view.shown;
    return (by / (right - left)) * (hi - lo);
  }

  #ends() {
    return this.layout?.panels[0].css_px ?? { left: 0, right: 1 };
  }
}
