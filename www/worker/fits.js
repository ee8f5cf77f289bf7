// Fits: the spectrum that an answer implies, and the peaks of one region.

import { PeakFit } from '../../pkg/speclens.js';
import { WORKER } from '../words.js';
import { isKept, named } from './analyses.js';
import { between, stopIfCancelled } from './queue.js';

/**
 * Refines an answer by the spectrum that it implies; null where there is nothing to fit. Once for each
 * analysis: `implied` draws from it.
 * @param {{ shown: number, id: number }} message
 */
export async function refine({ shown, id }) {
  const analysis = named(shown);
  const run = analysis.network.engine.refine(analysis.prepared, analysis.analysis);
  if (!run) return null;
  try {
    for (let more = true; more;) {
      stopIfCancelled(id);
      more = run.step();
      await between(id, run);
    }
    if (!isKept(shown)) throw new Error('cancelled');
    const answer = run.finish();
    if (!answer) return null;
    analysis.refinement = run;
    analysis.refined = answer.refined;
    analysis.goodness = answer.goodness;
    return { ...answer, implied: run.implied() };
  } finally {
    if (analysis.refinement !== run) run.free();
  }
}

/**
 * The spectrum that atomic percents imply, and how well it is the measured one.
 * @param {{ shown: number, percents: number[] }} message
 */
export function implied({ shown, percents }) {
  const { refinement } = named(shown);
  if (!refinement) throw new Error(WORKER.fitting);
  const asked = new Float64Array(percents);
  return { counts: refinement.implied(asked), text: refinement.goodness(asked) };
}

/**
 * Peaks of one region parted, and the curve of their sum.
 * @param {{ shown: number, asked: import('../../pkg/speclens.js').AskedFit }} message
 */
export function peaks({ shown, asked }) {
  const fit = PeakFit.run(named(shown).prepared, asked);
  try {
    return { region: fit.region(), sum: fit.sum() };
  } finally {
    fit.free();
  }
}

/**
 * The peaks to begin with in a window, eV.
 * @param {{ shown: number, window: [number, number] }} message
 */
export function suggest({ shown, window: [from, to] }) {
  const { network: { engine }, prepared, analysis } = named(shown);
  return engine.suggest_peaks(prepared, analysis, from, to);
}
