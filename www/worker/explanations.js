// Explanations: what the answer becomes without a line, and the Feature Importance Spectra.

import { named } from './analyses.js';
import { batchOf, engineName, forward } from './networks.js';
import { between, stopIfCancelled } from './queue.js';

/** @typedef {import('./analyses.js').Kept} Kept */
/** @typedef {import('./analyses.js').Probing} Probing */
/** @typedef {import('../../pkg/speclens.js').Options} Options */

/**
 * How a spectrum is scanned; where nothing is said, the module's own.
 * @typedef {{
 *   probe: Options['probe'], of?: import('../../pkg/speclens.js').Explained | '', sigma: number,
 *   amplitude?: number, background?: number,
 * }} Settings
 */

/** Scans of one spectrum that are kept, each with settings of its own: a few MB each. */
const MOST_PROBINGS = 3;

/**
 * The tables of lines of all elements found: what the answer becomes without each line group.
 * @param {{ shown: number, id: number }} message
 */
export async function lines({ shown, id }) {
  const analysis = named(shown);
  if (analysis.lines) return analysis.lines;
  const { engine } = analysis.network;
  /** @type {import('../../pkg/speclens.js').LineRun | null} */
  let begun = null;
  const begin = () => {
    const name = engineName();
    begun = engine.remove_lines(analysis.prepared, analysis.analysis, { batch: batchOf(name) });
    return { engine: name, run: begun };
  };
  const forget = () => {
    begun?.free();
    begun = null;
  };
  try {
    const { run } = await answerAll(id, analysis, begin, forget);
    analysis.lines = engine.line_tables(run, undefined);
  } finally {
    forget(); // cancelled, too: it takes a moment only
  }
  return analysis.lines;
}

/**
 * The FIS of some elements. One run of probes serves all elements of a spectrum.
 * @param {{ shown: number, symbols: string[], settings: Settings, report?: boolean, id: number }} message `report`: they
 *   go into a report
 */
export async function fis({ shown, symbols, settings, report, id }) {
  const analysis = named(shown);
  const began = performance.now();
  const fresh = !probesOf(analysis, settings).run.finished();
  const probing = await answerAll(id, analysis, () => probesOf(analysis, settings), () => forgetProbes(analysis, keyOf(settings)));
  const { run } = probing;
  const of = settings.of || undefined;
  const all = symbols.map((symbol) => analysis.network.engine.fis(run, symbol, of));
  if (report) analysis.scanned = all;
  return {
    fis: all,
    engine: probing.engine,
    probes: run.total(),
    ms: fresh ? performance.now() - began : 0,
  };
}

/**
 * Answers everything that a run asks. `begin()` gives the run with its engine; where another
 * engine goes on, `forget()` ends it and a new one begins: answers of one engine are not compared
 * with those of another.
 * @template {import('../../pkg/speclens.js').LineRun | import('../../pkg/speclens.js').ProbeRun} Run
 * @param {number} id
 * @param {Kept} analysis
 * @param {() => { engine: import('./networks.js').EngineName, run: Run }} begin
 * @param {() => void} forget
 */
async function answerAll(id, analysis, begin, forget) {
  let current = begin();
  for (let batch = next(current.run); batch; batch = next(current.run)) {
    stopIfCancelled(id);
    const { run } = current;
    const answer = await forward(analysis.network, batch, run.rows());
    if (answer.engine !== current.engine) {
      forget(); // the device was lost, or has just come
      current = begin();
      continue;
    }
    run.accept(answer.table);
    await between(id, run);
  }
  return current;
}

/** @param {import('../../pkg/speclens.js').LineRun | import('../../pkg/speclens.js').ProbeRun} run */
function next(run) {
  return run.finished() ? undefined : run.next_batch();
}

/** @param {Settings} settings */
const keyOf = ({ probe, sigma, amplitude, background }) => `${probe} ${sigma} ${amplitude} ${background}`;

/**
 * The probes made so far with these settings; new ones where another engine would go on.
 * @param {Kept} analysis
 * @param {Settings} settings
 * @returns {Probing}
 */
function probesOf(analysis, settings) {
  const key = keyOf(settings);
  const name = engineName();
  const { probings, network: { engine } } = analysis;
  const made = probings.get(key);
  if (made && (made.engine === name || made.run.finished())) {
    probings.delete(key);
    probings.set(key, made); // the youngest again
    return made;
  }
  forgetProbes(analysis, key);
  for (const oldest of probings.keys()) if (probings.size >= MOST_PROBINGS) forgetProbes(analysis, oldest);
  const { probe, sigma, amplitude, background } = settings;
  /** @type {Partial<Options>} */
  const options = { probe, sigma_ev: sigma, batch: batchOf(name) };
  if (amplitude !== undefined) options.amplitude = amplitude;
  if (background !== undefined) options.background_ev = background;
  const probing = { engine: name, run: engine.probe(analysis.prepared, analysis.analysis, options) };
  probings.set(key, probing);
  return probing;
}

/**
 * @param {Kept} analysis
 * @param {string} key
 */
function forgetProbes({ probings }, key) {
  probings.get(key)?.run.free();
  probings.delete(key);
}
