// A spectrum answered: the file opened, what it leaves open told, the block chosen.

import { fixed } from '../dom.js';
import { EMBED, QUESTION } from '../words.js';
import { Failure, failureOf } from './failure.js';

/** @typedef {import('../engine.js').Engine} Engine */
/** @typedef {import('../worker/analyses.js').Answer} Answer */
/** @typedef {import('../../pkg/speclens.js').FileList} FileList */
/** @typedef {import('./settings.js').Wanted} Wanted */
/** @typedef {Answer & { file: FileList }} FileAnswer */

/**
 * @param {Engine} engine
 * @param {import('./fetching.js').Fetched} file
 * @param {Wanted} wanted
 * @param {AbortSignal} signal
 * @returns {Promise<FileAnswer>}
 */
export async function answered(engine, file, wanted, signal) {
  try {
    const first = await opened(engine, file, wanted, signal);
    return await ofBlock(engine, first, wanted, signal);
  } catch (error) {
    throw failureOf(/** @type {Error} */ (error), 'not_read');
  }
}

/** The worker may forget an answer. @param {Engine} engine @param {number} shown */
export function released(engine, shown) {
  engine.request('release', { shown }).catch(() => {}); // fails in a crash only, which is said
}

/**
 * @param {Engine} engine
 * @param {import('./fetching.js').Fetched} file
 * @param {Wanted} wanted
 * @param {AbortSignal} signal
 * @returns {Promise<FileAnswer>}
 */
async function opened(engine, { name, bytes }, wanted, signal) {
  const ask = (/** @type {import('../question.js').Told | undefined} */ told) => {
    const copy = bytes.slice(0); // the worker keeps what it is given
    return engine.request('open', { bytes: copy, name, source: wanted.source, told }, { transfer: [copy], signal });
  };
  const first = await ask(undefined);
  const answer = first.question ? await ask(toldOf(first.question, wanted, name)) : first;
  if (!answer.file) throw new Failure('question', EMBED.unanswered(name));
  return /** @type {FileAnswer} */ (answer);
}

/**
 * What the attributes say of what the file leaves open.
 * @param {import('../../pkg/speclens.js').Question} question
 * @param {Wanted} wanted
 * @param {string} name
 * @returns {import('../question.js').Told}
 */
function toldOf({ axis, photon_energy: photons, range_ev: [lo, hi] }, wanted, name) {
  const unknown = [...(axis && !wanted.axis ? [QUESTION.axis] : []), ...(photons && !wanted.photonEnergy ? [QUESTION.photons] : [])];
  if (unknown.length > 0) {
    throw new Failure('question', `${QUESTION.text(name, fixed(lo, 1), fixed(hi, 1), unknown)} ${EMBED.tell}`);
  }
  return { axis: axis ? wanted.axis : null, photon_energy_ev: photons ? wanted.photonEnergy : null };
}

/**
 * The answer for the block that is wanted; its own where none is.
 * @param {Engine} engine
 * @param {FileAnswer} first
 * @param {Wanted} wanted
 * @param {AbortSignal} signal
 */
async function ofBlock(engine, first, { block, source }, signal) {
  const { file, shown } = first;
  if (block === null || file.blocks[first.index].block === block) return first;
  try {
    const index = file.blocks.findIndex((b) => b.block === block);
    if (index < 0) throw new Failure('block', EMBED.noBlock(file.name, block, file.blocks.length));
    return { ...await engine.request('select', { shown, index, source }, { signal }), file };
  } finally {
    released(engine, shown);
  }
}
