// The queue: one job at a time, in the order asked; only an analysis, and what is quickly told,
// need not wait for a scan: they come between two batches.

/** @typedef {{ type: string, id: number }} Message what the page asks for, with what belongs to it */
/** @typedef {(message: any) => unknown} Job takes its own kind of message, so its fields are known there only */

/** @type {{ [type: string]: Job }} */
let jobs = {};
/** Urgent jobs asked for and not begun. @type {Message[]} */
const waiting = [];
/** Ids of requests that the page no longer wants. @type {Set<number>} */
const cancelled = new Set();
/** @type {Promise<unknown>} */
let tail = Promise.resolve();

/**
 * Answers the page from now on.
 * @param {{ [type: string]: Job }} inOrder
 * @param {{ [type: string]: Job }} atOnce between two steps of the others
 * @param {(id: number) => boolean} unwanted takes an answer back, where it was given before the page could cancel it
 */
export function serve(inOrder, atOnce, unwanted) {
  jobs = { ...inOrder, ...atOnce };
  addEventListener('message', ({ data: message }) => {
    if (message.type === 'cancel') {
      if (!unwanted(message.id)) cancelled.add(message.id);
    } else if (message.type in atOnce) {
      waiting.push(message);
      inTurn(doUrgent);
    } else {
      inTurn(() => work(message));
    }
  });
}

/**
 * Runs `job` when all that were asked for before it are done.
 * @template T
 * @param {() => Promise<T>} job
 * @returns {Promise<T>}
 */
export function inTurn(job) {
  const done = tail.then(job);
  tail = done.catch(() => {});
  return done;
}

/** @param {number} id */
export function stopIfCancelled(id) {
  if (cancelled.has(id)) throw new Error('cancelled');
}

/**
 * Between two steps of a long job: says how far it is, lets messages (a cancel) come in, and does
 * what is urgent.
 * @param {number} id
 * @param {{ done(): number, total(): number }} run
 */
export async function between(id, run) {
  postMessage({ type: 'progress', id, done: run.done(), total: run.total() });
  await breathe();
  await doUrgent();
}

/** Lets messages come in. @returns {Promise<void>} */
function breathe() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

async function doUrgent() {
  for (let next = waiting.shift(); next; next = waiting.shift()) await work(next);
}

/** @param {Message} message */
async function work(message) {
  const { id } = message;
  try {
    if (cancelled.has(id)) return;
    const result = await jobs[message.type](message);
    postMessage({ type: 'done', id, result }, { transfer: curvesOf(result) });
  } catch (thrown) {
    const error = /** @type {{ message?: string, holds?: unknown }} */ (thrown);
    // A trap leaves the module's memory in an unknown state: nothing it says can be trusted.
    if (thrown instanceof WebAssembly.RuntimeError) {
      postMessage({ type: 'crash', reason: thrown.message });
    } else {
      postMessage({ type: 'failed', id, reason: error.message ?? String(thrown), holds: error.holds });
    }
  } finally {
    cancelled.delete(id);
  }
}

/**
 * The memory of a result's curves: it is handed over, not copied, for a curve may have millions of points.
 * @param {any} result
 * @returns {Transferable[]}
 */
function curvesOf(result) {
  const curves = Object.values(result ?? {}).filter((value) => value instanceof Float64Array);
  return curves.map((curve) => curve.buffer);
}
