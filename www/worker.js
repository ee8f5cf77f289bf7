// The worker: reads files, runs the network, explains. Here is what it can be asked for.
//
// Every analysis is kept under the id of its request until the page says what it shows: `select`,
// `lines` and `fis` name the analysis they are about, `accept` frees those before it, `release` one
// alone, `cancel` an unwanted one.
//
// To the page: {type: 'done', id, result} | {type: 'failed', id, reason, holds} |
// {type: 'progress', id, done, total} | {type: 'engine', …} | {type: 'crash', reason}.

import { accept, classes, info, open, opinion, release, save, select, unwanted } from './worker/analyses.js';
import { fis, lines } from './worker/explanations.js';
import { add, background, calibrations, curve, nearby } from './worker/figure.js';
import { implied, peaks, refine, suggest } from './worker/fits.js';
import { rest, start } from './worker/networks.js';
import { serve } from './worker/queue.js';
import { answer, report } from './worker/report.js';

/** @typedef {typeof jobs & typeof urgent} Jobs what the page may ask for: each with its payload, but for the id */

/** In their turn, one after the other. */
const jobs = { start, accept, release, lines, fis, refine, report };
/** Done between two batches of a scan, or two steps of a fit: they are quickly told. */
const urgent = { open, select, info, save, classes, opinion, implied, peaks, suggest, loaded, nearby, background, calibrations, curve, add, answer, rest };

/** Addresses of all that the worker has loaded. */
function loaded() {
  return performance.getEntriesByType('resource').map((entry) => entry.name);
}

serve(jobs, urgent, unwanted);
