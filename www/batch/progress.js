// How far a batch is: files, spectra, speed, time left.

import { byId, fixed, readable } from '../dom.js';
import { BATCH } from '../words.js';

/** Files, or blocks of long ones, from which on the time left is told: before them it is a guess. */
const ENOUGH = 8;

/**
 * @param {import('./run.js').Progress} progress
 * @param {number} rows
 * @param {number} shown
 */
export function tellProgress({ state, hindered, files, done, long, left, spectra, seconds }, rows, shown) {
  const rate = seconds > 0 ? spectra / seconds : 0;
  // A long file counts by its blocks.
  const parts = long.reduce((sum, file) => sum + 1 - file.left / file.blocks, 0);
  const blocks = long.reduce((sum, file) => sum + file.blocks, 0);
  const blocksLeft = long.reduce((sum, file) => sum + file.left, 0);
  const remaining = done + parts > 0 ? ((files - done - parts) * seconds) / (done + parts) : 0;
  const enough = done + (blocks - blocksLeft) >= ENOUGH;
  const bar = byId('batch-bar');
  bar.max = Math.max(1, files);
  bar.value = done + parts;
  const told = [
    ...(files > 0 ? [BATCH.files(readable(done), readable(files)), BATCH.spectra(readable(spectra))] : [BATCH.empty]),
    ...(blocks > 0 ? [BATCH.blocks(readable(blocks - blocksLeft), readable(blocks))] : []),
    ...(spectra > 0 ? [BATCH.rate(readable(Math.round(rate)))] : []),
    ...(state === 'running' && enough && done < files ? [BATCH.left(time(remaining))] : []),
    ...(state === 'paused' ? [hindered ? BATCH.hindered(hindered) : BATCH.paused] : []),
    ...(left > 0 ? [BATCH.leftOut(readable(left))] : []),
  ];
  byId('batch-count').textContent = told.join(' · ');
  const under = state === 'running' || state === 'paused';
  byId('batch-pause').hidden = byId('batch-cancel').hidden = !under;
  byId('batch-pause').textContent = state === 'paused' ? BATCH.resume : BATCH.pause;
  byId('batch-progress').hidden = files === 0;
  byId('batch-results').hidden = rows === 0;
  byId('batch-shown').textContent = shown === rows ? BATCH.rows(readable(rows)) : BATCH.rowsOf(readable(shown), readable(rows));
  const said = state === 'done' ? BATCH.done(readable(spectra), readable(files)) : state === 'paused' ? (hindered ? BATCH.hindered(hindered) : BATCH.paused) : '';
  if (byId('batch-said').textContent !== said) byId('batch-said').textContent = said;
  Object.assign(byId('batch').dataset, { state, files, done, spectra, rate: rate.toFixed(1) });
}

/** @param {number} seconds */
function time(seconds) {
  if (seconds < 90) return BATCH.seconds(fixed(Math.max(1, seconds), 0));
  return BATCH.minutes(fixed(seconds / 60, 0));
}
