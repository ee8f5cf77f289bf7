// The worker: reads files, runs the network, explains. One job at a time, in the order asked.
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
let current = null; // what the page shows: { file, prepared }
let probing = null; // probes of the current spectrum: { key, run }
let lastInput = null;

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
  const table = await engine.forward(input, batch);
  onCpu -= 1;
  return table;
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

/** Analyses one block; what is shown changes only when all of it has succeeded. */
async function analyse(file, index, source, id) {
  const prepared = engine.prepare(file, index, source || undefined);
  try {
    const input = prepared.input();
    const answer = await forward(input.slice(), 1);
    if (cancelled.has(id)) throw new Error('cancelled');
    const analysis = engine.conclude(prepared, answer.table);
    const result = {
      analysis,
      engine: answer.engine,
      index,
      energy: prepared.energy_ev(),
      counts: prepared.counts(),
      unit: prepared.unit(),
      labels: engine.labels(prepared, analysis),
    };
    const before = current;
    current = { file, prepared };
    forgetProbes();
    before?.prepared.free();
    if (before && before.file !== file) before.file.free();
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
    if (current?.file !== file) file.free();
    throw error;
  }
}

function select({ index, source, id }) {
  if (!current) throw new Error('no file is open');
  return analyse(current.file, index, source, id);
}

function forgetProbes() {
  probing?.run.free();
  probing = null;
}

/** The FIS of one element. One run of probes serves all elements of a spectrum. */
async function fis({ symbol, sigma, amplitude, id }) {
  if (!current) throw new Error('no spectrum is open');
  const key = `${sigma} ${amplitude}`;
  if (probing?.key !== key) {
    forgetProbes();
    probing = { key, run: engine.probe(current.prepared, sigma, amplitude, gpu ? BATCH.webgpu : BATCH.cpu) };
  }
  const { run } = probing;
  const began = performance.now();
  const fresh = !run.finished();
  while (!run.finished()) {
    // A cancelled run keeps what it has: the next one goes on from there.
    if (cancelled.has(id)) throw new Error('cancelled');
    const batch = run.next_batch();
    const rows = run.rows();
    const answer = await forward(batch, rows).catch((error) => {
      forgetProbes(); // a batch without an answer: the run cannot go on
      throw error;
    });
    run.accept(answer.table);
    postMessage({ type: 'progress', id, done: run.done(), total: run.total() });
    await breathe();
  }
  const result = engine.fis(run, symbol);
  return { ...result, engine: state.name, probes: run.total(), ms: fresh ? performance.now() - began : 0 };
}

// A trap while the CPU computes reaches nobody's await: it would leave the page waiting for ever.
self.addEventListener('error', (event) => {
  if (onCpu > 0) postMessage({ type: 'crash', reason: event.message });
});

const jobs = { start, open, select, fis };
let tail = Promise.resolve();

/** Runs `job` when all that were asked for before it are done. */
function inTurn(job) {
  const done = tail.then(job);
  tail = done.catch(() => {});
  return done;
}

async function work(message) {
  const { id } = message;
  if (cancelled.has(id)) return;
  try {
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
    cancelled.add(message.id);
  } else {
    inTurn(() => work(message));
  }
});
