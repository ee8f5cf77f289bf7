// The report on an answer, and the answer as far as it has come.

import { named } from './analyses.js';
import { WORKER } from '../words.js';

/**
 * The answer with its refinement, where the fit is done; without a composition where that is refused.
 * @param {{ shown: number, anyway: boolean }} message `anyway`: it is shown all the same
 * @returns {import('../../pkg/speclens.js').Analysis}
 */
export function answer({ shown, anyway }) {
  const { analysis, refined, goodness } = named(shown);
  if (analysis.refused && !anyway) {
    return { ...analysis, elements: [], advice: [], conventional: undefined, unexplained: undefined };
  }
  return refined ? { ...analysis, refined, goodness: goodness ?? undefined } : analysis;
}

/**
 * A report as HTML, with all that has been worked out so far.
 * @param {{
 *   shown: number, anyway: boolean, told: string[], engine: string, made: string, onShow: { svg: string, caption: string } | null,
 * }} message `told`: what its user said of the file
 */
export function report({ shown, anyway, told, engine: name, made, onShow }) {
  const { file, index, network: { engine }, prepared, refinement, lines, scanned, choices } = named(shown);
  const given = answer({ shown, anyway });
  const withheld = given.refused && !anyway;
  const windows = choices.windows.map(({ element, window_ev: [from, to] }) => WORKER.window(element, from, to));
  const besides = {
    settings: [...told, ...windows, ...(choices.factors ? [WORKER.factors] : [])],
    tables: withheld ? [] : lines ?? [],
    fis: withheld ? [] : scanned ?? [],
    engine: name,
    made,
    on_show: onShow,
  };
  return engine.report(file, index, prepared, given, withheld ? undefined : refinement?.implied(), besides);
}
