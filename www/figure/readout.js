// What is read at the cursor: beside the figure, and for screen readers after a pause.

import { byId, fixed, readable } from '../dom.js';
import { FIGURE } from '../words.js';

/** A screen reader is told what the keys have found when they rest, ms. */
const PAUSE = 400;

/**
 * @typedef {object} Reading
 * @property {number} energy binding energy of the measured point, eV
 * @property {number | null} photonEnergy where kinetic energies are shown: the photon energy, eV
 * @property {number} value as it is drawn
 * @property {string} unit
 * @property {string} label what is written in the figure there; empty for nothing
 * @property {null | { element: string, value: number, error: number, noise: number }} fis
 */

export class Readout {
  #text = byId('readout');
  #said = byId('figure-said');
  #timer = 0;

  /** @param {Reading | null} reading */
  show(reading) {
    const text = reading ? inWords(reading) : '';
    if (this.#text.textContent !== text) this.#text.textContent = text;
  }

  /**
   * Tells a screen reader, once nothing else is to be told for a moment.
   * @param {() => string} what
   */
  sayLater(what) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#said.textContent = what();
    }, PAUSE);
  }

  /** What is on show now. */
  get text() {
    return this.#text.textContent ?? '';
  }
}

/** What is read, as a line of text. @param {Reading} reading */
export function inWords({ energy, photonEnergy, value, unit, label, fis }) {
  const parts = [
    photonEnergy === null ? `${fixed(energy, 1)} eV` : FIGURE.kinetic(fixed(photonEnergy - energy, 1), fixed(energy, 1)),
    `${readable(value)} ${unit}`,
  ];
  if (fis) {
    const sign = fis.value > 0 ? '+' : '';
    const noise = Math.abs(fis.value) <= fis.noise ? FIGURE.withinNoise : '';
    parts.push(`FIS ${fis.element} ${sign}${readable(fis.value)} ± ${readable(fis.error)}${noise}`);
  }
  if (label) parts.push(label);
  return parts.join('  ·  ');
}
