// What its user chose of the drawing, put on the canvas: axes, unit, background, other spectra.

import { fixed } from '../dom.js';
import { Compare } from './compare.js';
import { Options } from './options.js';

/** @typedef {import('../../pkg/speclens.js').FileList} FileList */
/** @typedef {import('./asks.js').FigureAsks} FigureAsks */

/**
 * An answer, as far as the figure shows it.
 * @typedef {object} Shown
 * @property {Float64Array} energy binding energies, eV
 * @property {Float64Array} counts
 * @property {import('../../pkg/speclens.js').CountUnit} unit
 * @property {import('../../pkg/speclens.js').Label[]} labels
 * @property {number | undefined} seconds that each count was collected, where the file says it
 * @property {number} index of its block in the file
 * @property {import('../../pkg/speclens.js').Analysis} analysis
 */

export class Manner {
  #figure;
  #box;
  #ask;
  #draw;
  #options;
  #compare;
  /** @type {Shown | null} */
  #spectrum = null;

  /**
   * @param {import('../../pkg/speclens.js').FigureCanvas} figure
   * @param {HTMLElement} box
   * @param {FigureAsks} ask
   * @param {() => void} draw all is to be drawn
   */
  constructor(figure, box, ask, draw) {
    this.#figure = figure;
    this.#box = box;
    this.#ask = ask;
    this.#draw = draw;
    this.#options = new Options(() => this.#changed());
    this.#compare = new Compare({
      curve: (index) => ask.curve(index),
      add: (file) => ask.add(file),
      changed: () => this.#compared(),
    });
  }

  /**
   * Another spectrum is on show.
   * @param {Shown} answer
   * @param {FileList} file
   */
  begin(answer, file) {
    this.#spectrum = answer;
    this.#compare.begin(file, answer.index);
    this.#options.offer({ unit: answer.unit, timed: answer.seconds !== undefined, background: Boolean(answer.analysis.conventional) });
    this.#changed();
  }

  /** Which energies the axis has. */
  get axis() {
    return this.#options.chosen.axis;
  }

  /** Where kinetic energies are shown: the photon energy, eV. */
  get photonEnergy() {
    return this.axis === 'kinetic' ? this.#spectrum?.analysis.excitation_ev ?? null : null;
  }

  /** A binding energy as the axis has it. */
  written = (/** @type {number} */ energy) => {
    const { photonEnergy } = this;
    return `${fixed(photonEnergy === null ? energy : photonEnergy - energy, 1)} eV`;
  };

  /** The colours of the other spectra, as they are drawn. @param {import('../../pkg/speclens.js').Theme} look */
  colours(look) {
    this.#compare.colours(this.#figure.other_colours(look));
  }

  #changed() {
    this.#axes();
    this.#showBackground(this.#options.chosen.background);
    this.#ask.changed?.();
  }

  #axes() {
    const { scale: intensities, unit } = this.#options.chosen;
    this.#figure.intensity_scale(intensities);
    this.#figure.kinetic_axis(this.photonEnergy ?? undefined);
    this.#figure.per_second(unit === 'per_second' ? this.#spectrum?.seconds : undefined);
    this.#compare.over(unit === 'per_second' ? 'counts_per_second' : this.#spectrum?.unit ?? 'unknown', Boolean(this.#spectrum?.analysis.calibration));
    this.#compared();
  }

  /** @param {boolean} wanted */
  async #showBackground(wanted) {
    const spectrum = this.#spectrum;
    if (!wanted || !spectrum) {
      this.#figure.show_background(undefined);
      delete this.#box.dataset.background;
      return this.#draw();
    }
    const counts = await this.#ask.background().catch(() => null); // it is only drawn along
    if (this.#spectrum !== spectrum || !this.#options.chosen.background) return undefined;
    this.#figure.show_background(counts ?? undefined);
    this.#box.dataset.background = String(Boolean(counts));
    return this.#draw();
  }

  /** Other spectra over this one. */
  #compared() {
    const { curves, offset, normalise } = this.#compare;
    this.#figure.clear_others();
    for (const { name, energy_ev: energy, counts, unit, seconds } of curves) {
      this.#figure.add_other(name, energy, counts, unit ?? 'unknown', seconds);
    }
    this.#figure.arrange_others(offset, normalise);
    this.#box.dataset.others = String(curves.length);
    this.#draw();
  }
}
