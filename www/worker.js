// The worker: reads files, runs the network, explains. One job at a time, in the order asked; only
// an analysis need not wait for a FIS: it is done between two batches of probes.
//
// Every analysis is kept under the id of its request until the page says what it shows: `select`
// and `fis` name the analysis they are about, `accept` frees those before it, `cancel` an
// unwanted one.
//
// To the page: {type: 'done', id, result} | {type: 'failed', id, reason} |
// {type: 'progress', id, done, total} | {type: 'engine', …} | {type: 'crash', reason}.

import { findAdapter, loadGpu, selfCheck } from './gpu.js';

const MODEL = new URL('../model_weights/al-ka/', import.meta.url);
/** Probes at once: few on the CPU, so that progress and cancelling are smooth. */
const BATCH = { cpu: 16, webgpu: 32 };

let wasm; // the small module
let engine; // its Engine: the model on the CPU
let gpu = null; // the network on WebGPU, once it has been taken
let state = { name: 'cpu', settled: false, adapter: null, reason: 'WebGPU not tried yet' };
let lastInput = null;

/** Analyses that the page shows or may yet show: id → { file, prepared, probing }. */
const analyses = new Map();
const urgent = []; // analyses asked for and not begun
const cancelled = new Set();
let onCpu = 0; // forward passes under way on the CPU

function say(changes) {
  state = { ...state, ...changes };
  postMessage({ type: 'engine', ...state });
}

async function fetched(url, what) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${what}: the server answered ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Lets messages (a cancel) come in between two batches. */
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

/** Runs the network on the engine in use; a lost device falls back on the CPU, same batch. */
async function forward(input, batch) {
  if (gpu) {
    try {
      return { table: await gpuForward(input, batch), engine: 'webgpu' };
    } catch (error) {
      gpu = null;
      say({ name: 'cpu', settled: true, reason: `WebGPU was lost: ${error.message}` });
    }
  }
  return { table: await cpuForward(input, batch), engine: 'cpu' };
}

/**
 * A device compiles its programs once for every size of batch, which may take seconds: there are
 * only two sizes, one spectrum and a full batch.
 */
async function gpuForward(input, batch) {
  if (batch === 1 || batch >= BATCH.webgpu) return gpu.forward(input.slice(), batch);
  const padded = new Float32Array((input.length / batch) * BATCH.webgpu);
  padded.set(input);
  const table = await gpu.forward(padded, BATCH.webgpu);
  return table.slice(0, (table.length / BATCH.webgpu) * batch);
}

async function cpuForward(input, batch) {
  onCpu += 1;
  try {
    return await engine.forward(input, batch);
  } finally {
    onCpu -= 1;
  }
}

async function start({ force, module }) {
  const [glue, manifest, weights] = await Promise.all([
    import('../pkg/speclens.js'),
    fetched(new URL('model.json', MODEL), 'model.json'),
    fetched(new URL('weights.safetensors', MODEL), 'weights.safetensors'),
  ]);
  await glue.default({ module_or_path: module });
  wasm = glue;
  engine = new wasm.Engine(manifest, weights);
  if (force === 'cpu') {
    say({ settled: true, reason: 'asked for by the address' });
  } else {
    const behind = adopt(weights, force === 'webgpu').catch((error) => {
      gpu = null;
      say({ name: 'cpu', settled: true, reason: `WebGPU failed: ${error.message}` });
    });
    if (force === 'webgpu') await behind;
  }
  return engine.about();
}

/** Loads the WebGPU module and takes it where it agrees with the CPU and is faster (or forced). */
async function adopt(weights, forced) {
  const adapter = await findAdapter();
  if (!adapter) return say({ settled: true, reason: 'no WebGPU adapter' });
  say({ adapter, reason: 'WebGPU is loading' });
  const loaded = await loadGpu(weights, engine.network_json());
  // Forced, the first job waits for it: agreement on one spectrum is enough, speed is no matter.
  const batch = forced ? 1 : BATCH.webgpu;
  const compare = () => selfCheck({ forward: cpuForward }, loaded, lastInput ?? engine.test_input(), batch);
  // Otherwise in its turn, so that nothing else is timed along.
  const check = forced ? await compare() : await inTurn(compare);
  if (!check.agrees) {
    return say({ settled: true, check, reason: `WebGPU disagrees with the CPU by ${check.difference.toExponential(1)}` });
  }
  const times = `${Math.round(check.gpuMs)} ms against ${Math.round(check.cpuMs)} ms on the CPU for ${batch} spectra`;
  if (!forced && check.gpuMs >= check.cpuMs) {
    return say({ settled: true, check, reason: `WebGPU is slower here: ${times}` });
  }
  gpu = loaded;
  return say({ name: 'webgpu', settled: true, check, reason: forced ? 'asked for by the address' : times });
}

/** Analyses one block; it is kept only when all of it has succeeded. */
async function analyse(file, index, source, id) {
  const prepared = engine.prepare(file, index, source || undefined);
  try {
    const input = prepared.input();
    const answer = await forward(input.slice(), 1);
    if (cancelled.has(id)) throw new Error('cancelled');
    const analysis = engine.conclude(prepared, answer.table);
    const result = {
      shown: id,
      analysis,
      engine: answer.engine,
      index,
      energy: prepared.energy_ev(),
      counts: prepared.counts(),
      unit: prepared.unit(),
      labels: engine.labels(prepared, analysis),
    };
    analyses.set(id, { file, prepared, probing: null });
    lastInput = input;
    return result;
  } catch (error) {
    prepared.free();
    throw error;
  }
}

async function open({ bytes, name, source, id }) {
  const file = wasm.SpectrumFile.read(new Uint8Array(bytes), name);
  try {
    const list = file.list();
    const result = await analyse(file, file.widest(), source, id);
    return { file: list, ...result };
  } catch (error) {
    if (!analyses.has(id)) file.free();
    throw error;
  }
}

function select({ shown, index, source, id }) {
  return analyse(named(shown).file, index, source, id);
}

function named(shown) {
  const analysis = analyses.get(shown);
  if (!analysis) throw new Error('this spectrum is no longer open');
  return analysis;
}

/** The page shows this analysis: it will not come back to those before it. */
function accept({ shown }) {
  for (const id of [...analyses.keys()]) if (id < shown) drop(id);
}

function drop(id) {
  const dropped = analyses.get(id);
  analyses.delete(id);
  forgetProbes(dropped);
  dropped.prepared.free();
  const shared = [...analyses.values()].some(({ file }) => file === dropped.file);
  if (!shared) dropped.file.free();
}

function forgetProbes(analysis) {
  analysis.probing?.run.free();
  analysis.probing = null;
}

/** The probes made so far for this σ and amplitude; new ones where another engine would go on. */
function probesOf(analysis, sigma, amplitude) {
  const key = `${sigma} ${amplitude}`;
  const name = gpu ? 'webgpu' : 'cpu';
  const made = analysis.probing;
  if (made?.key === key && (made.engine === name || made.run.finished())) return made;
  forgetProbes(analysis);
  analysis.probing = { key, engine: name, run: engine.probe(analysis.prepared, sigma, amplitude, BATCH[name]) };
  return analysis.probing;
}

/** The FIS of one element. One run of probes serves all elements of a spectrum. */
async function fis({ shown, symbol, sigma, amplitude, id }) {
  const analysis = named(shown);
  let probing = probesOf(analysis, sigma, amplitude);
  const began = performance.now();
  const fresh = !probing.run.finished();
  while (!probing.run.finished()) {
    // A cancelled run keeps what it has: the next one goes on from there.
    if (cancelled.has(id)) throw new Error('cancelled');
    const { run } = probing;
    const batch = run.next_batch();
    const rows = run.rows();
    const answer = await forward(batch, rows).catch((error) => {
      forgetProbes(analysis); // a batch without an answer: the run cannot go on
      throw error;
    });
    if (answer.engine !== probing.engine) {
      // The device was lost: probes of one engine are not compared with a baseline of the other.
      forgetProbes(analysis);
      probing = probesOf(analysis, sigma, amplitude);
      continue;
    }
    run.accept(answer.table);
    postMessage({ type: 'progress', id, done: run.done(), total: run.total() });
    await breathe();
    await doUrgent();
  }
  const { run } = probing;
  const result = engine.fis(run, symbol);
  return { ...result, engine: probing.engine, probes: run.total(), ms: fresh ? performance.now() - began : 0 };
}

// A trap while the CPU computes reaches nobody's await: it would leave the page waiting for ever.
self.addEventListener('error', (event) => {
  if (onCpu > 0) postMessage({ type: 'crash', reason: event.message });
});

const jobs = { start, open, select, accept, fis };
let tail = Promise.resolve();

/** Runs `job` when all that were asked for before it are done. */
function inTurn(job) {
  const done = tail.then(job);
  tail = done.catch(() => {});
  return done;
}

async function doUrgent() {
  while (urgent.length > 0) await work(urgent.shift());
}

async function work(message) {
  const { id } = message;
  try {
    if (cancelled.has(id)) return;
    const result = await jobs[message.type](message);
    postMessage({ type: 'done', id, result });
  } catch (error) {
    // A trap leaves the module's memory in an unknown state: nothing it says can be trusted.
    if (error instanceof WebAssembly.RuntimeError) {
      postMessage({ type: 'crash', reason: error.message });
    } else {
      postMessage({ type: 'failed', id, reason: error.message ?? String(error) });
    }
  } finally {
    cancelled.delete(id);
  }
}

self.addEventListener('message', ({ data: message }) => {
  if (message.type === 'cancel') {
    // Answered before the page could say so: it is not on show, and nothing works on it.
    if (analyses.has(message.id)) drop(message.id);
    else cancelled.add(message.id);
  } else if (message.type === 'open' || message.type === 'select') {
    urgent.push(message);
    inTurn(doUrgent);
  } else {
    inTurn(() => work(message));
  }
});
