// The packer: a worker that writes what is exported of a batch, so that the page does not wait for it.

import { serve } from './queue.js';
import { add, finish, rows, table } from './packing.js';

/** @typedef {typeof jobs} PackerJobs what it may be asked: each with its payload, but for the id */

const jobs = { rows, table, add, finish };

serve(jobs, {}, () => false);
