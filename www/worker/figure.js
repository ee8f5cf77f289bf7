// What the figure shows beside the spectrum: lines of all elements, backgrounds, other spectra; and what calibrates it.

import { SpectrumFile } from '../../pkg/speclens.js';
import { named } from './analyses.js';

/**
 * The lines of all elements in the spectrum, in ascending energy.
 * @param {{ shown: number }} message
 */
export function nearby({ shown }) {
  const { network: { engine }, prepared, analysis, table, lines } = named(shown);
  return engine.line_places(prepared, analysis, table, lines ?? []);
}

/**
 * The background under the windows of the second opinion; null where there is none.
 * @param {{ shown: number }} message
 */
export function background({ shown }) {
  const { prepared, analysis: { conventional } } = named(shown);
  return conventional ? prepared.background(conventional) : null;
}

/**
 * What the spectrum offers to calibrate its axis by; more once the fit is done.
 * @param {{ shown: number }} message
 */
export function calibrations({ shown }) {
  const { network: { engine }, prepared, analysis, refined } = named(shown);
  return engine.calibrations(prepared, analysis, refined ?? undefined);
}

/**
 * Another block of the open file, to be compared.
 * @param {{ shown: number, index: number }} message
 */
export function curve({ shown, index }) {
  return told(named(shown).file, index);
}

/**
 * Another file, to be compared: its blocks, and the widest of them.
 * @param {{ bytes: ArrayBuffer, name: string }} message
 */
export function add({ bytes, name }) {
  const file = SpectrumFile.read(new Uint8Array(bytes), name);
  try {
    return told(file, file.widest());
  } finally {
    file.free();
  }
}

/**
 * @param {SpectrumFile} file
 * @param {number} index
 */
function told(file, index) {
  const curve = file.curve(index);
  try {
    return { name: curve.name(), energy_ev: curve.energy_ev(), counts: curve.counts(), unit: curve.unit(), seconds: curve.seconds() };
  } finally {
    curve.free();
  }
}
