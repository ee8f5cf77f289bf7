// The report on an answer, and the answer as far as it has come.

import { named } from './analyses.js';

/**
 * The answer with its refinement, where the fit is done.
 * @param {{ shown: number }} message
 */
export function answer({ shown }) {
  const { analysis, refined, goodness } = named(shown);
  return refined ? { ...analysis, refined, goodness: goodness ?? undefined } : analysis;
}

/**
 * A report as HTML, with all that has been worked out so far.
 * @param {{
 *   shown: number, anyway: boolean, engine: string, made: string, onShow: { svg: string, caption: string },
 * }} message `anyway`: a composition that is refused is shown all the same
 */
export function report({ shown, anyway, engine: name, made, onShow }) {
  const { file, network: { engine }, prepared, refinement, lines, scanned } = named(shown);
  const whole = answer({ shown });
  const withheld = whole.refused && !anyway;
  /** @type {typeof whole} */
  const given = withheld ? { ...whole, elements: [], advice: [], conventional: undefined, refined: undefined, goodness: undefined } : whole;
  const besides = { tables: withheld ? [] : lines ?? [], fis: withheld ? [] : scanned ?? [], engine: name, made, on_show: onShow };
  const implied = withheld ? undefined : refinement?.implied();
  return engine.report(file, prepared, given, implied, besides);
}
