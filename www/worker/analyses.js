// Analyses: made, kept under the id of their request, asked, and freed.

import { SpectrumFile } from '../../pkg/speclens.js';
import { WORKER } from '../words.js';
import { forward, network, remember } from './networks.js';
import { stopIfCancelled } from './queue.js';

/** @typedef {import('../../pkg/speclens.js').Analysis} Analysis */
/** @typedef {import('../../pkg/speclens.js').Adjustments} Adjustments */
/** @typedef {import('../../pkg/speclens.js').Source} Source */
/** @typedef {{ engine: import('./networks.js').EngineName, run: import('../../pkg/speclens.js').ProbeRun }} Probing */

/**
 * What is kept of an analysis that the page shows or may yet show.
 * @typedef {{
 *   file: SpectrumFile,
 *   network: import('./networks.js').Network,
 *   prepared: import('../../pkg/speclens.js').Prepared,
 *   index: number,
 *   analysis: Analysis,
 *   choices: { windows: import('../../pkg/speclens.js').UserWindow[], factors: boolean },
 *   table: Float32Array,
 *   lines: import('../../pkg/speclens.js').LineTable[] | null,
 *   refinement: import('../../pkg/speclens.js').Refinement | null,
 *   refined: import('../../pkg/speclens.js').Refined | null,
 *   goodness: import('../../pkg/speclens.js').Goodness | null,
 *   scanned: import('../../pkg/speclens.js').Fis[] | null,
 *   probings: Map<string, Probing>,
 * }} Kept
 */

/**
 * An answer, as the page gets it; `shown` is the id to ask about it.
 * @typedef {{
 *   shown: number,
 *   about: import('../../pkg/speclens.js').About,
 *   analysis: Analysis,
 *   engine: import('./networks.js').EngineName,
 *   index: number,
 *   energy: Float64Array,
 *   counts: Float64Array,
 *   unit: import('../../pkg/speclens.js').CountUnit,
 *   seconds: number | undefined,
 *   labels: import('../../pkg/speclens.js').Label[],
 *   file?: import('../../pkg/speclens.js').FileList,
 *   question?: undefined,
 * }} Answer
 */
/** @typedef {{ file?: undefined, question: import('../../pkg/speclens.js').Question }} Asked */

/** @type {Map<number, Kept>} */
const analyses = new Map();

/**
 * The analysis that the page names.
 * @param {number} shown
 */
export function named(shown) {
  const analysis = analyses.get(shown);
  if (!analysis) throw new Error(WORKER.closed);
  return analysis;
}

/** Whether it is still kept. @param {number} shown */
export function isKept(shown) {
  return analyses.has(shown);
}

/**
 * Reads a file and answers for its widest block; or with the question that its user must answer first.
 * @param {{
 *   bytes: ArrayBuffer, name: string, source?: Source | '', id: number, adjustments?: Adjustments,
 *   told?: { axis: import('../../pkg/speclens.js').Axis | null, photon_energy_ev: number | null },
 * }} message
 * @returns {Promise<Answer | Asked>}
 */
export async function open({ bytes, name, source, told, adjustments, id }) {
  const file = SpectrumFile.read(new Uint8Array(bytes), name);
  try {
    if (told) file.tell(told.axis ?? undefined, told.photon_energy_ev ?? undefined);
    const question = told ? null : file.question();
    if (question) {
      file.free();
      return { question };
    }
  } catch (error) {
    file.free();
    throw error;
  }
  const list = file.list();
  try {
    const result = await analyse(file, file.widest(), { source, adjustments }, id);
    return { file: list, ...result };
  } catch (error) {
    if (!analyses.has(id)) file.free();
    throw Object.assign(/** @type {Error} */ (error), { holds: list }); // it was read, and can be told what it holds
  }
}

/**
 * Answers for another block of an open file, or for the same one with other adjustments.
 * @param {{ shown: number, index: number, source?: Source | '', adjustments?: Adjustments, id: number }} message
 */
export function select({ shown, index, source, adjustments, id }) {
  return analyse(named(shown).file, index, { source, adjustments }, id);
}

/**
 * The page shows this analysis: it will not come back to those before it.
 * @param {{ shown: number }} message
 */
export function accept({ shown }) {
  for (const id of [...analyses.keys()]) if (id < shown) drop(id);
}

/**
 * This analysis is no longer shown; others may be, in other viewers on the same page.
 * @param {{ shown: number }} message
 */
export function release({ shown }) {
  drop(shown);
}

/**
 * Takes an answer back that the page cancelled when it was already given: it is not on show, and
 * nothing works on it. Says whether there was one.
 * @param {number} id
 */
export function unwanted(id) {
  const given = analyses.has(id);
  if (given) drop(id);
  return given;
}

/**
 * What the file says of a block, for the panel.
 * @param {{ shown: number, index: number }} message
 */
export function info({ shown, index }) {
  return named(shown).file.info(index);
}

/**
 * The whole file in an open format, as text.
 * @param {{ shown: number, format: 'csv' | 'vamas' | 'json' }} message
 */
export function save({ shown, format }) {
  return named(shown).file.written_as(format);
}

/**
 * How well a survey tells each element, by the network that answered.
 * @param {{ shown: number }} message
 */
export function classes({ shown }) {
  return named(shown).network.engine.classes();
}

/**
 * The second opinion with windows and sensitivity factors of the user's.
 * @param {{ shown: number, windows: import('../../pkg/speclens.js').UserWindow[], factors?: string | null }} message
 */
export function opinion({ shown, windows, factors }) {
  const kept = named(shown);
  const { network: { engine }, prepared, analysis } = kept;
  const conventional = engine.second_opinion(prepared, analysis, windows, factors ?? undefined);
  // What is saved and drawn is what is on show.
  kept.analysis = { ...analysis, conventional };
  kept.choices = { windows, factors: Boolean(factors) };
  return conventional;
}

/**
 * Analyses one block by the network for its source; it is kept only when all of it has succeeded.
 * @param {SpectrumFile} file
 * @param {number} index
 * @param {{ source?: Source | '', adjustments?: Adjustments }} said source that the user names, and what they settle
 * @param {number} id
 * @returns {Promise<Answer>}
 */
async function analyse(file, index, said, id) {
  const source = said.source || undefined;
  const net = await network(file.source(index, source));
  const { engine } = net;
  const prepared = engine.prepare(file, index, source, said.adjustments);
  try {
    const input = prepared.input();
    const answer = await forward(net, input.slice(), 1);
    stopIfCancelled(id);
    const analysis = engine.conclude(prepared, answer.table);
    const result = {
      shown: id,
      about: engine.about(),
      analysis,
      engine: answer.engine,
      index,
      energy: prepared.energy_ev(),
      counts: prepared.counts(),
      unit: prepared.unit(),
      seconds: prepared.seconds(),
      labels: engine.labels(prepared, analysis),
    };
    analyses.set(id, {
      file, network: net, index, prepared, analysis, choices: { windows: [], factors: false }, table: answer.table, lines: null, refinement: null, refined: null, goodness: null, scanned: null, probings: new Map(),
    });
    remember(input);
    return result;
  } catch (error) {
    prepared.free();
    throw error;
  }
}

/** @param {number} id */
function drop(id) {
  const dropped = analyses.get(id);
  if (!dropped) return;
  analyses.delete(id);
  for (const { run } of dropped.probings.values()) run.free();
  dropped.probings.clear();
  dropped.refinement?.free();
  dropped.prepared.free();
  const shared = [...analyses.values()].some(({ file }) => file === dropped.file);
  if (!shared) dropped.file.free();
}
