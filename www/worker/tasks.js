// Files of the batch: opened, asked which of their blocks are wanted and where in a series each stands, and freed.

import { SpectrumFile, largest_file_bytes as largest } from '../../pkg/speclens.js';
import { PHOTON_ENERGIES } from '../photon-energies.js';
import { BATCH, PAGE } from '../words.js';

/** @typedef {import('../../pkg/speclens.js').FileList} FileList */
/** @typedef {{ key: number, file: File, part?: [from: number, to: number] }} Task a file by its number; or some of its wanted blocks, alone in what is asked */
/**
 * What the user says of all files alike.
 * @typedef {object} Settings
 * @property {'surveys' | 'widest'} blocks which blocks of a file are answered
 * @property {import('../../pkg/speclens.js').Source | ''} source where a block has no photon energy; empty: Al Kα, assumed
 * @property {'' | 'binding' | 'kinetic'} axis where a file does not say; empty: it is not answered
 */
/** @typedef {{ axis: 'binding' | 'kinetic' | null, photon_energy_ev: number | null }} Told what a file was told that it leaves open */
/** @typedef {{ key: number, file: SpectrumFile, list: FileList, widest: number, told: Told | null }} Opened */
/** @typedef {{ [name: string]: { value: number, unit: string } }} Axes where in a series a block stands */

/** A region below this gets no composition whatever is asked, eV. */
const SMALL_EV = 100;
const MEBI = 2 ** 20;
/** Notes of a file that tell where in a series a block stands. */
const SERIES = /^(?:(?:sputter|etch)(?:ing|er)?[ _]?(?:time|depth|level)|depth|level|(?:cycle|curve)(?: in the file)?|(?:region |ramping )?iteration|area|position|distance|(?:stage |sample )?[xyz](?:[ _](?:position|coordinate))?|temperature|(?:sample )?tilt|take-off (?:polar )?angle)$/i;

/** A file that leaves something open. */
export class LeftOpen extends Error {}

/** The file whose parts are being answered: it is not read again for each. @type {Opened | null} */
let held = null;

/**
 * Opens the file of a task; `release` it.
 * @param {Task} task
 * @param {Settings} settings
 * @param {Promise<ArrayBuffer | Error>} bytes
 * @returns {Promise<Opened>}
 */
export async function open({ key, file, part }, settings, bytes) {
  if (part && held?.key === key) return held;
  letGo();
  const read = await bytes;
  if (read instanceof Error) throw read;
  const opened = SpectrumFile.read(new Uint8Array(read), file.name);
  try {
    const told = tell(opened, settings);
    return { key, file: opened, list: opened.list(), widest: opened.widest(), told };
  } catch (error) {
    opened.free();
    throw error;
  }
}

/**
 * Frees an opened file, or holds it for its next part.
 * @param {Opened} opened
 * @param {boolean} hold
 */
export function release(opened, hold) {
  if (hold) held = opened;
  else opened.file.free();
}

/** Frees the file whose parts were being answered: there are no more for now. */
export function letGo() {
  held?.file.free();
  held = null;
}

/** Whether the bytes of a file need not be read again. @param {Task} task */
export const isHeld = ({ key, part }) => Boolean(part) && held?.key === key;

/**
 * The bytes of a file, or why there are none.
 * @param {File} file
 * @returns {Promise<ArrayBuffer | Error>}
 */
export async function bytesOf(file) {
  const mebibytes = (/** @type {number} */ bytes) => (bytes / MEBI).toFixed(0);
  if (file.size > largest()) return new Error(PAGE.tooLarge(file.name, mebibytes(file.size), mebibytes(largest())));
  return file.arrayBuffer().catch((error) => new Error(BATCH.unreadable(error.message)));
}

/**
 * The blocks that are answered: every XPS block that is no small region; where there is none, the widest.
 * @param {Opened} opened
 * @param {Settings} settings
 */
export function wanted({ list, widest }, { blocks }) {
  const surveys = list.blocks.flatMap(({ technique, range_ev: [lo, hi] }, i) => (technique === 'xps' && hi - lo >= SMALL_EV ? [i] : []));
  return blocks === 'widest' || surveys.length === 0 ? [widest] : surveys;
}

/**
 * The source that is named for a block: none where it has a photon energy.
 * @param {Opened} opened
 * @param {number} index
 * @param {Settings} settings
 */
export function sourceOf({ list }, index, { source }) {
  return list.blocks[index].photon_energy_ev === null ? source || undefined : undefined;
}

/**
 * Where in a series a block stands, as far as its notes say.
 * @param {Opened} opened
 * @param {number} index
 */
export function axesOf({ file }, index) {
  /** @type {Axes} */
  const axes = {};
  for (const [key, text] of file.info(index).notes ?? []) {
    const number = SERIES.test(key) ? /^\s*([-−+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*(\S{0,8})\s*$/i.exec(text) : null;
    if (number) axes[key] = { value: Number(number[1].replace('−', '-')), unit: number[2] };
  }
  return axes;
}

/**
 * Tells a file what it leaves open, as far as its user has said it for all files.
 * @param {SpectrumFile} file
 * @param {Settings} settings
 * @returns {Told | null}
 */
function tell(file, { axis, source }) {
  const question = file.question();
  if (!question) return null;
  const photons = PHOTON_ENERGIES[source];
  // Binding energies are read without it: then Al Kα is assumed, with a warning.
  const needed = question.photon_energy && !photons && !(question.axis && axis === 'binding');
  const open = [...(question.axis && !axis ? [BATCH.openAxis] : []), ...(needed ? [BATCH.openPhotons] : [])];
  if (open.length > 0) throw new LeftOpen(BATCH.asks(open));
  const told = { axis: question.axis && axis ? axis : null, photon_energy_ev: question.photon_energy ? photons ?? null : null };
  file.tell(told.axis ?? undefined, told.photon_energy_ev ?? undefined);
  return told;
}
