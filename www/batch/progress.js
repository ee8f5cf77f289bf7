// How far a batch is: files, spectra, speed, time left.

import { byId, fixed, readable } from '../dom.js';
import { BATCH } from '../words.js';

/** Files from which on the time left is told: before them it is a guess. */
const ENOUGH = 8;

/**
 * @param {import('./run.js').Progress} progress
 * @param {number} rows
 * @param {number} shown
 */
export function tellProgress({ state, files, done, left, spectra, seconds }, rows, shown) {
  const rate = seconds > 0 ? spectra / seconds : 0;
  const remaining = done > 0 ? ((files - done) * seconds) / done : 0;
  const bar = byId('batch-bar');
  bar.max = Math.max(1, files);
  bar.value = done;
  const parts = [
    ...(files > 0 ? [BATCH.files(readable(done), readable(files)), BATCH.spectra(readable(spectra))] : [BATCH.empty]),
    ...(spectra > 0 ? [BATCH.rate(readable(Math.round(rate)))] : []),
    ...(state === 'running' && done >= ENOUGH && done < files ? [BATCH.left(time(remaining))] : []),
    ...(state === 'paused' ? [BATCH.paused] : []),
    ...(left > 0 ? [BATCH.leftOut(readable(left))] : []),
  ];
  byId('batch-count').textContent = parts.join(' · ');
  const under = state === 'running' || state === 'paused';
  byId('batch-pause').hidden = byId('batch-cancel').hidden = !under;
  byId('batch-pause').textContent = state === 'paused' ? BATCH.resume : BATCH.pause;
  byId('batch-progress').hidden = files === 0;
  byId('batch-results').hidden = rows === 0;
  byId('batch-shown').textContent = shown === rows ? BATCH.rows(readable(rows)) : BATCH.rowsOf(readable(shown), readable(rows));
  const said = state === 'done' ? BATCH.done(readable(spectra), readable(files)) : state === 'paused' ? BATCH.paused : '';
  if (byId('batch-said').textContent !== said) byId('batch-said').textContent = said;
  Object.assign(byId('batch').dataset, { state, files, done, spectra, rate: rate.toFixed(1) });
}

/** @param {number} seconds */
function time(seconds) {
  if (seconds < 90) return BATCH.seconds(fixed(Math.max(1, seconds), 0));
  return BATCH.minutes(fixed(seconds / 60, 0));
}
