// What is read at one energy of the figure.

import { FIGURE } from '../words.js';

/** @typedef {import('../../pkg/speclens.js').Fis} Fis */

/**
 * @param {Float64Array} point energy, eV, and value as it is drawn
 * @param {string} unit of the value
 * @param {import('../../pkg/speclens.js').Label | undefined} label there
 * @param {Fis | null} fis
 * @param {number | null} photonEnergy where kinetic energies are shown, eV
 * @returns {import('./readout.js').Reading}
 */
export function readingAt([energy, value], unit, label, fis, photonEnergy) {
  return {
    energy,
    value,
    photonEnergy,
    unit,
    label: !label ? '' : label.symbol ? FIGURE.at(label.text) : FIGURE.unexplained,
    fis: fis && probeAt(fis, energy),
  };
}

/**
 * The probe of a FIS nearest to an energy; its energies rise.
 * @param {Fis} fis
 * @param {number} at eV
 */
function probeAt({ element, energy_ev: energy, value, error, noise }, at) {
  let lo = 0;
  let hi = energy.length - 1;
  while (hi - lo > 1) {
    const middle = (lo + hi) >> 1;
    if (energy[middle] <= at) lo = middle;
    else hi = middle;
  }
  const i = at - energy[lo] <= energy[hi] - at ? lo : hi;
  return { element, value: value[i], error: error[i], noise: noise[i] };
}
