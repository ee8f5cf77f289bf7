// A lane of the batch: a worker of its own, so that a crash costs no more than the file that caused it.

import { answers, curve, documents } from './batch.js';
import { start } from './networks.js';
import { serve } from './queue.js';
import { letGo } from './tasks.js';

/** @typedef {typeof jobs} LaneJobs what the batch may ask of a lane: each with its payload, but for the id */

const jobs = { start, answers, curve, documents, letGo };

serve(jobs, {}, () => false);
