// A small VAMAS file (ISO 14976, NORM, REGULAR) written by the tests.

/** Photon energies, eV. */
const AL_KA = 1486.6;
export const MG_KA = 1253.6;

/** A Gaussian line: binding energy, height, standard deviation, eV. */
const line = (energy, [at, height, sigma]) => height * Math.exp(-0.5 * ((energy - at) / sigma) ** 2);

/**
 * Counts over binding energies from `lo` to `hi`, rising: lines on a background that steps up
 * behind each of them, as losses do. No noise: the same numbers everywhere.
 */
export function survey(lo, hi, step, lines) {
  const values = [];
  for (let i = 0; lo + i * step <= hi + 1e-9; i++) {
    const energy = lo + i * step;
    const behind = lines.filter(([at]) => energy > at).reduce((sum, [, height]) => sum + 0.08 * height, 400);
    values.push(Math.round(behind + lines.reduce((sum, l) => sum + line(energy, l), 0)));
  }
  return values;
}

/** Lines of silver with some carbon and oxygen, roughly: enough to be a survey. */
export const SILVER = [
  [368.3, 90_000, 1.3], [374.3, 60_000, 1.3], [573, 22_000, 1.8], [604, 11_000, 1.8],
  [717.5, 6_000, 2.5], [97, 4_000, 2.5], [60, 5_000, 2.5], [5, 14_000, 1.6],
  [1129, 30_000, 4], [1135, 24_000, 4], [284.8, 2_500, 1.3], [532, 3_000, 1.4],
];

/** A block of a file: `{ name, sample, technique, lo, hi, step, lines, photon }`, energies in eV. */
function block({ name = 'wide', sample = 'silver (test)', technique = 'XPS', lo = 0, hi = 1200, step = 1, lines = SILVER, photon = AL_KA }) {
  const values = survey(lo, hi, step, lines).reverse();
  return [
    name, sample, '2026', '1', '1', '0', '0', '0', '0', '0', technique, photon === MG_KA ? 'Mg' : 'Al', photon,
    '1E37', '1E37', '1E37', '54.7', '0', 'FAT', '80', '1E37', '0', '0', '1E37', '1E37', '0', '0',
    name, '', '-1', 'Kinetic Energy', 'eV', (photon - hi).toFixed(3), step,
    '1', 'Intensity', 'd', 'pulse counting', '0.1', '1', '0', '0', '0', '0', '0',
    values.length, Math.min(...values), Math.max(...values), ...values,
  ];
}

/** The text of a VAMAS file with these blocks. */
export function vamas(...blocks) {
  const header = [
    'VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4',
    'Not Specified', 'browser test', 'Speclens', 'test', '1', 'Written by a test: no instrument measured this.',
    'NORM', 'REGULAR', '0', '0', '0', '0', '0', '0', blocks.length,
  ];
  return [...header, ...blocks.flatMap(block), 'end of experiment', ''].join('\r\n');
}
