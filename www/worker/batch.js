// Answers for many files: each is read when its turn comes, answered as a single one is, and forgotten.

import { FigureCanvas } from '../../pkg/speclens.js';
import { SAVING } from '../words.js';
import { forward, network } from './networks.js';
import { LeftOpen, axesOf, bytesOf, isHeld, open, release, sourceOf, wanted } from './tasks.js';

/** @typedef {import('../../pkg/speclens.js').Analysis} Analysis */
/** @typedef {import('./tasks.js').Task} Task */
/** @typedef {import('./tasks.js').Settings} Settings */
/** @typedef {import('./tasks.js').Opened} Opened */

/**
 * A block in its file, the source that was named for it, and what the file was told.
 * @typedef {{ index: number, block: number, name: string, sample: string, source: string, told: import('./tasks.js').Told | null }} Place
 */
/**
 * What is kept of an answer; no amounts where they are refused.
 * @typedef {Place & Pick<Analysis, 'excitation_ev' | 'range_ev' | 'model' | 'elements' | 'warnings' | 'doubts' | 'strangeness' | 'refused'> & {
 *   axes: import('./tasks.js').Axes, failed?: undefined,
 * }} Answered
 */
/** @typedef {Place & { failed: string }} Unanswered a block that cannot be answered, and why */
/** @typedef {(Answered | Unanswered)[]} Rows */

/**
 * What becomes of a task: answers; or why the file has none; or what it leaves open; or into how many blocks it is to be
 * shared out, because it is long.
 * @typedef {{ key: number, rows: Rows, failed?: string, asks?: string, long?: { blocks: number, bytes: number } }} Result
 */
/** @typedef {{ net: import('./networks.js').Network, prepared: import('../../pkg/speclens.js').Prepared }} Ready */
/** @typedef {Ready & { rows: Rows, at: number, place: Place, axes: import('./tasks.js').Axes }} Pending */

/** Spectra that go through a network at once. */
const AT_ONCE = 16;
/** Blocks of a file that one lane answers at a time. */
const MOST_BLOCKS = 64;
/** Size of a figure in an archive, pixels. */
const [WIDTH, HEIGHT] = [960, 480];

/**
 * Answers for some files, or for parts of one.
 * @param {{ tasks: (Task & { settings: Settings })[] }} message
 * @returns {Promise<Result[]>}
 */
export async function answers({ tasks }) {
  /** @type {Pending[]} */
  const pending = [];
  /** @type {Result[]} */
  const results = [];
  const bytes = (/** @type {Task | undefined} */ task) => (task && !isHeld(task) ? bytesOf(task.file) : Promise.resolve(new ArrayBuffer(0)));
  let coming = bytes(tasks[0]);
  for (const [i, task] of tasks.entries()) {
    const read = coming;
    coming = bytes(tasks[i + 1]); // while this one is computed
    results.push(await take(task, task.settings, read, pending));
  }
  await conclude(pending);
  return results;
}

/**
 * The spectrum of a block, to be drawn.
 * @param {{ task: Task, index: number, settings: Settings }} message
 */
export function curve({ task, index, settings }) {
  return alone(task, settings, async (opened) => {
    const { prepared } = await prepare(opened, index, settings);
    try {
      return { energy: prepared.energy_ev(), counts: prepared.counts(), unit: prepared.unit(), seconds: prepared.seconds() };
    } finally {
      prepared.free();
    }
  });
}

/**
 * Report and figure of a block, as files.
 * @param {{ task: Task, index: number, settings: Settings, made: string, engine: string }} message
 */
export function documents({ task, index, settings, made, engine: name }) {
  return alone(task, settings, async (opened) => {
    const { net, prepared } = await prepare(opened, index, settings);
    const figure = new FigureCanvas(/** @type {any} */ ({})); // drawn as SVG only: no canvas is touched
    try {
      const { engine } = net;
      const { table } = await forward(net, prepared.input(), 1);
      const whole = engine.conclude(prepared, table);
      const refused = Boolean(whole.refused);
      const given = refused ? { ...whole, elements: [], advice: [], conventional: undefined, unexplained: undefined } : whole;
      figure.show_spectrum(prepared.energy_ev(), prepared.counts(), prepared.unit());
      figure.show_labels(engine.labels(prepared, whole).filter((l) => !refused || !l.symbol));
      const source = sourceOf(opened, index, settings);
      const { axis = null, photon_energy_ev: photons = null } = opened.told ?? {};
      const told = [...(source ? [SAVING.source(source)] : []), ...(axis ? [SAVING.axis(axis)] : []), ...(photons ? [SAVING.photon(photons)] : [])];
      const besides = { settings: told, tables: [], fis: [], engine: name, made, on_show: null };
      const report = engine.report(opened.file, index, prepared, given, undefined, besides);
      return { report, figure: figure.svg(WIDTH, HEIGHT) };
    } finally {
      figure.free();
      prepared.free();
    }
  });
}

/**
 * Reads one file and prepares what is wanted of it; answers come with the batch that they are in.
 * @param {Task} task
 * @param {Settings} settings
 * @param {Promise<ArrayBuffer | Error>} bytes
 * @param {Pending[]} pending
 * @returns {Promise<Result>}
 */
async function take(task, settings, bytes, pending) {
  const { key, part } = task;
  /** @type {Rows} */
  const rows = [];
  try {
    const opened = await open(task, settings, bytes);
    let long = Boolean(part);
    try {
      const all = wanted(opened, settings);
      if (!part && all.length > MOST_BLOCKS) {
        long = true;
        return { key, rows, long: { blocks: all.length, bytes: task.file.size } };
      }
      for (const index of part ? all.slice(...part) : all) {
        await begin(opened, index, settings, rows, pending);
        if (pending.length >= AT_ONCE) await conclude(pending);
      }
    } finally {
      release(opened, long);
    }
    return { key, rows };
  } catch (error) {
    const reason = reasonOf(error);
    return error instanceof LeftOpen ? { key, rows, asks: reason } : { key, rows, failed: reason };
  }
}

/**
 * Prepares a block; what cannot be prepared says why.
 * @param {Opened} opened
 * @param {number} index
 * @param {Settings} settings
 * @param {Rows} rows
 * @param {Pending[]} pending
 */
async function begin(opened, index, settings, rows, pending) {
  const { block, region, sample } = opened.list.blocks[index];
  const place = { index, block, name: region, sample, source: sourceOf(opened, index, settings) ?? '', told: opened.told };
  try {
    const axes = axesOf(opened, index);
    const ready = await prepare(opened, index, settings);
    pending.push({ ...ready, rows, at: rows.length, place, axes });
    rows.push({ ...place, failed: '' });
  } catch (error) {
    rows.push({ ...place, failed: reasonOf(error) });
  }
}

/**
 * Runs the networks on what is prepared, and puts the answers where they belong.
 * @param {Pending[]} pending is empty afterwards
 */
async function conclude(pending) {
  for (const net of new Set(pending.map((p) => p.net))) {
    const own = pending.filter((p) => p.net === net);
    const inputs = own.map(({ prepared }) => prepared.input());
    const size = inputs[0].length;
    const together = new Float32Array(size * inputs.length);
    inputs.forEach((input, i) => together.set(input, i * size));
    const { table } = await forward(net, together, own.length);
    const width = table.length / own.length;
    own.forEach((p, i) => {
      p.rows[p.at] = concluded(p, table.slice(i * width, (i + 1) * width));
      p.prepared.free();
    });
  }
  pending.length = 0;
}

/**
 * @param {Pending} pending
 * @param {Float32Array} table
 * @returns {Answered | Unanswered}
 */
function concluded({ net, prepared, place, axes }, table) {
  try {
    const { excitation_ev, range_ev, model, elements, warnings, doubts, strangeness, refused } = net.engine.conclude(prepared, table);
    return { ...place, axes, excitation_ev, range_ev, model, elements: refused ? [] : elements, warnings, doubts, strangeness, refused };
  } catch (error) {
    return { ...place, failed: reasonOf(error) };
  }
}

/**
 * @param {Opened} opened
 * @param {number} index
 * @param {Settings} settings
 * @returns {Promise<Ready>}
 */
async function prepare(opened, index, settings) {
  const source = sourceOf(opened, index, settings);
  const net = await network(opened.file.source(index, source));
  return { net, prepared: net.engine.prepare(opened.file, index, source, undefined) };
}

/**
 * Does something with a file, and closes it.
 * @template T
 * @param {Task} task
 * @param {Settings} settings
 * @param {(opened: Opened) => Promise<T>} job
 * @returns {Promise<T>}
 */
async function alone(task, settings, job) {
  const opened = await open(task, settings, bytesOf(task.file));
  try {
    return await job(opened);
  } finally {
    release(opened, false);
  }
}

/** Why something failed; a trap is no reason but a crash. @param {unknown} error */
function reasonOf(error) {
  if (error instanceof WebAssembly.RuntimeError) throw error;
  return /** @type {Error} */ (error).message ?? String(error);
}
