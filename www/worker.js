// The worker: reads files, runs the network, explains. One job at a time, in the order asked; only
// an analysis, and what is quickly told, need not wait for a scan: they come between two batches.
//
// Every analysis is kept under the id of its request until the page says what it shows: `select`,
// `lines` and `fis` name the analysis they are about, `accept` frees those before it, `cancel` an
// unwanted one.
//
// To the page: {type: 'done', id, result} | {type: 'failed', id, reason, holds} |
// {type: 'progress', id, done, total} | {type: 'engine', …} | {type: 'crash', reason}.

import { findAdapter, loadGpu, selfCheck } from './gpu.js';

/** Folders of networks by X-ray source; the first is asked for every other source, whose answer is refused. */
const NETWORKS = { 'al-ka': '../model_weights/al-ka/', 'mg-ka': '../model_weights/mg-ka/' };
const [FIRST] = Object.keys(NETWORKS);
/** Probes at once: few on the CPU, so that progress and cancelling are smooth. */
const BATCH = { cpu: 16, webgpu: 32 };
/** Scans of one spectrum that are kept, each with settings of its own: a few MB each. */
const MOST_PROBINGS = 3;

let wasm; // the small module
let ready; // promise of it
let webgpu = false; // whether networks run on WebGPU
let state = { name: 'cpu', settled: false, adapter: null, reason: 'WebGPU not tried yet' };
let lastInput = null;

/** Networks that were loaded: source → promise of { engine, weights, gpu }: the model on the CPU, and on WebGPU. */
const networks = new Map();
/** Analyses that the page shows or may yet show: id → { file, network, prepared, analysis, lines, probings }. */
const analyses = new Map();
const urgent = []; // urgent jobs asked for and not begun
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

/** The network for a source, fetched when it is first needed. */
function network(source) {
  const name = source in NETWORKS ? source : FIRST;
  if (!networks.has(name)) {
    const loading = load(name);
    networks.set(name, loading);
    loading.catch(() => networks.delete(name)); // the next one tries again
  }
  return networks.get(name);
}

async function load(source) {
  const folder = new URL(NETWORKS[source], import.meta.url);
  const [manifest, weights, classes] = await Promise.all([
    fetched(new URL('model.json', folder), `${source}/model.json`),
    fetched(new URL('weights.safetensors', folder), `${source}/weights.safetensors`),
    fetched(new URL('classes.json', folder), `${source}/classes.json`).catch(() => undefined), // advice only
    ready,
  ]);
  return { engine: engineOf(manifest, weights, classes), weights, gpu: null };
}

/** A network; classes that do not fit cost the advice, not the answer. */
function engineOf(manifest, weights, classes) {
  try {
    return new wasm.Engine(manifest, weights, classes);
  } catch (error) {
    if (!classes) throw error;
    return new wasm.Engine(manifest, weights);
  }
}

/** Runs a network on the engine in use; a lost device falls back on the CPU, same batch. */
async function forward(net, input, batch) {
  if (webgpu) {
    try {
      net.gpu ??= await loadGpu(net.weights, net.engine.network_json());
      return { table: await gpuForward(net.gpu, input, batch), engine: 'webgpu' };
    } catch (error) {
      webgpu = false;
      say({ name: 'cpu', settled: true, reason: `WebGPU was lost: ${error.message}` });
    }
  }
  return { table: await cpuForward(net.engine, input, batch), engine: 'cpu' };
}

/**
 * A device compiles its programs once for every size of batch, which may take seconds: there are
 * only two sizes, one spectrum and a full batch.
 */
async function gpuForward(gpu, input, batch) {
  if (batch === 1 || batch >= BATCH.webgpu) return gpu.forward(input.slice(), batch);
  const padded = new Float32Array((input.length / batch) * BATCH.webgpu);
  padded.set(input);
  const table = await gpu.forward(padded, BATCH.webgpu);
  return table.slice(0, (table.length / BATCH.webgpu) * batch);
}

async function cpuForward(engine, input, batch) {
  onCpu += 1;
  try {
    return await engine.forward(input, batch);
  } finally {
    onCpu -= 1;
  }
}

async function start({ force, module }) {
  ready = import('../pkg/speclens.js').then(async (glue) => {
    await glue.default({ module_or_path: module });
    wasm = glue;
  });
  const first = await network(FIRST);
  // The other networks too, so that the page asks its server for nothing once it has settled.
  const others = Promise.allSettled(Object.keys(NETWORKS).map(network));
  if (force === 'cpu') {
    say({ reason: 'asked for by the address' });
    others.then(() => say({ settled: true }));
  } else {
    const behind = adopt(first, force === 'webgpu').catch((error) => {
      webgpu = false;
      say({ name: 'cpu', reason: `WebGPU failed: ${error.message}` });
    });
    Promise.all([behind, others]).then(() => say({ settled: true }));
    if (force === 'webgpu') await behind;
  }
  return first.engine.about();
}

/** Loads the WebGPU module and takes it where it agrees with the CPU and is faster (or forced). */
async function adopt(net, forced) {
  const adapter = await findAdapter();
  if (!adapter) return say({ reason: 'no WebGPU adapter' });
  say({ adapter, reason: 'WebGPU is loading' });
  const loaded = await loadGpu(net.weights, net.engine.network_json());
  // Forced, the first job waits for it: agreement on one spectrum is enough, speed is no matter.
  const batch = forced ? 1 : BATCH.webgpu;
  const cpu = { forward: (input, rows) => cpuForward(net.engine, input, rows) };
  const compare = () => selfCheck(cpu, loaded, lastInput ?? net.engine.test_input(), batch);
  // Otherwise in its turn, so that nothing else is timed along.
  const check = forced ? await compare() : await inTurn(compare);
  if (!check.agrees) {
    return say({ check, reason: `WebGPU disagrees with the CPU by ${check.difference.toExponential(1)}` });
  }
  const times = `${Math.round(check.gpuMs)} ms against ${Math.round(check.cpuMs)} ms on the CPU for ${batch} spectra`;
  if (!forced && check.gpuMs >= check.cpuMs) {
    return say({ check, reason: `WebGPU is slower here: ${times}` });
  }
  net.gpu = loaded;
  webgpu = true;
  return say({ name: 'webgpu', check, reason: forced ? 'asked for by the address' : times });
}

/** Analyses one block by the network for its source; it is kept only when all of it has succeeded. */
async function analyse(file, index, named, id) {
  const source = named || undefined;
  const net = await network(file.source(index, source));
  const { engine } = net;
  const prepared = engine.prepare(file, index, source);
  try {
    const input = prepared.input();
    const answer = await forward(net, input.slice(), 1);
    if (cancelled.has(id)) throw new Error('cancelled');
    const analysis = engine.conclude(prepared, answer.table);
    const result = {
      shown: id,
      about: engine.about(),
      analysis,
      engine: answer.engine,
      index,
      energy: prepared.energy_ev(),
      counts: prepared.counts(),
      unit: prepared.unit(),
      labels: engine.labels(prepared, analysis),
    };
    analyses.set(id, { file, network: net, prepared, analysis, lines: null, refinement: null, probings: new Map() });
    lastInput = input;
    return result;
  } catch (error) {
    prepared.free();
    throw error;
  }
}

/** Reads a file and answers for its widest block; or with the question that its user must answer first. */
async function open({ bytes, name, source, told, id }) {
  const file = wasm.SpectrumFile.read(new Uint8Array(bytes), name);
  try {
    if (told) file.tell(told.axis ?? undefined, told.photon_energy_ev ?? undefined);
    const question = told ? null : file.question();
    if (question) {
      file.free();
      return { question };
    }
  } catch (error) {
    file.free();
    throw error;
  }
  const list = file.list();
  try {
    const result = await analyse(file, file.widest(), source, id);
    return { file: list, ...result };
  } catch (error) {
    if (!analyses.has(id)) file.free();
    error.holds = list; // it was read, and can be told what it holds
    throw error;
  }
}

/** What the file says of a block, for the panel. */
function info({ shown, index }) {
  return named(shown).file.info(index);
}

/** The whole file in an open format, as text. */
function save({ shown, format }) {
  return named(shown).file.written_as(format);
}

/** How well a survey tells each element, by the network that answered. */
function classes({ shown }) {
  return named(shown).network.engine.classes();
}

/** The second opinion with windows and sensitivity factors of the user's. */
function opinion({ shown, windows, factors }) {
  const { network: { engine }, prepared, analysis } = named(shown);
  return engine.second_opinion(prepared, analysis, windows, factors ?? undefined);
}

/**
 * Refines an answer by the spectrum that it implies; null where there is nothing to fit. Once for each
 * analysis: `implied` draws from it.
 */
async function refine({ shown, id }) {
  const analysis = named(shown);
  const run = analysis.network.engine.refine(analysis.prepared, analysis.analysis);
  if (!run) return null;
  try {
    for (let more = true; more;) {
      if (cancelled.has(id)) throw new Error('cancelled');
      more = run.step();
      postMessage({ type: 'progress', id, done: run.done(), total: run.total() });
      await breathe();
      await doUrgent();
    }
    if (!analyses.has(shown)) throw new Error('cancelled');
    const answer = run.finish();
    if (!answer) return null;
    analysis.refinement = run;
    return { ...answer, implied: run.implied() };
  } finally {
    if (analysis.refinement !== run) run.free();
  }
}

/** The spectrum that atomic percents imply, and how well it is the measured one. */
function implied({ shown, percents }) {
  const { refinement } = named(shown);
  if (!refinement) throw new Error('the fit is not at its end');
  const asked = new Float64Array(percents);
  return { counts: refinement.implied(asked), text: refinement.goodness(asked) };
}

/** Peaks of one region parted: `{ region, sum }`. */
function peaks({ shown, asked }) {
  const fit = wasm.PeakFit.run(named(shown).prepared, asked);
  try {
    return { region: fit.region(), sum: fit.sum() };
  } finally {
    fit.free();
  }
}

/** The peaks to begin with in a window, eV. */
function suggest({ shown, window: [from, to] }) {
  const { network: { engine }, prepared, analysis } = named(shown);
  return engine.suggest_peaks(prepared, analysis, from, to);
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
  for (const key of [...dropped.probings.keys()]) forgetProbes(dropped, key);
  dropped.refinement?.free();
  dropped.prepared.free();
  const shared = [...analyses.values()].some(({ file }) => file === dropped.file);
  if (!shared) dropped.file.free();
}

/**
 * Answers everything that a run asks. `begin()` gives the run as { run, engine }; where another
 * engine goes on, `forget()` ends it and a new one begins: answers of one engine are not compared
 * with those of another.
 */
async function answerAll(id, analysis, begin, forget) {
  let current = begin();
  while (!current.run.finished()) {
    if (cancelled.has(id)) throw new Error('cancelled');
    const { run } = current;
    const batch = run.next_batch();
    const answer = await forward(analysis.network, batch, run.rows());
    if (answer.engine !== current.engine) {
      forget(); // the device was lost, or has just come
      current = begin();
      continue;
    }
    run.accept(answer.table);
    postMessage({ type: 'progress', id, done: run.done(), total: run.total() });
    await breathe();
    await doUrgent();
  }
  return current;
}

/** The tables of lines of all elements found: what the answer becomes without each line group. */
async function lines({ shown, id }) {
  const analysis = named(shown);
  if (analysis.lines) return analysis.lines;
  const { engine } = analysis.network;
  let current = null;
  const begin = () => {
    const name = webgpu ? 'webgpu' : 'cpu';
    current = { engine: name, run: engine.remove_lines(analysis.prepared, analysis.analysis, { batch: BATCH[name] }) };
    return current;
  };
  const forget = () => {
    current?.run.free();
    current = null;
  };
  try {
    const { run } = await answerAll(id, analysis, begin, forget);
    analysis.lines = engine.line_tables(run);
  } finally {
    forget(); // cancelled, too: it takes a moment only
  }
  return analysis.lines;
}

const keyOf = ({ probe, sigma, amplitude, background }) => `${probe} ${sigma} ${amplitude} ${background}`;

/** The probes made so far with these settings; new ones where another engine would go on. */
function probesOf(analysis, settings) {
  const key = keyOf(settings);
  const name = webgpu ? 'webgpu' : 'cpu';
  const { probings, network: { engine } } = analysis;
  const made = probings.get(key);
  if (made && (made.engine === name || made.run.finished())) {
    probings.delete(key);
    probings.set(key, made); // the youngest again
    return made;
  }
  forgetProbes(analysis, key);
  while (probings.size >= MOST_PROBINGS) forgetProbes(analysis, probings.keys().next().value); // the oldest
  const { probe, sigma, amplitude, background } = settings;
  const options = { probe, sigma_ev: sigma, batch: BATCH[name] };
  if (amplitude !== undefined) options.amplitude = amplitude;
  if (background !== undefined) options.background_ev = background;
  const probing = { engine: name, run: engine.probe(analysis.prepared, analysis.analysis, options) };
  probings.set(key, probing);
  return probing;
}

function forgetProbes({ probings }, key) {
  probings.get(key)?.run.free();
  probings.delete(key);
}

/** The FIS of some elements. One run of probes serves all elements of a spectrum. */
async function fis({ shown, symbols, settings, id }) {
  const analysis = named(shown);
  const began = performance.now();
  const fresh = !probesOf(analysis, settings).run.finished();
  const probing = await answerAll(id, analysis, () => probesOf(analysis, settings), () => forgetProbes(analysis, keyOf(settings)));
  const { run } = probing;
  const of = settings.of || undefined;
  return {
    fis: symbols.map((symbol) => analysis.network.engine.fis(run, symbol, of)),
    engine: probing.engine,
    probes: run.total(),
    ms: fresh ? performance.now() - began : 0,
  };
}

// A trap while the CPU computes reaches nobody's await: it would leave the page waiting for ever.
self.addEventListener('error', (event) => {
  if (onCpu > 0) postMessage({ type: 'crash', reason: event.message });
});

/** Done between two batches of a scan, or two steps of a fit. */
const URGENT = ['open', 'select', 'info', 'save', 'classes', 'opinion', 'implied', 'peaks', 'suggest'];
const jobs = { start, open, select, accept, lines, fis, classes, info, save, opinion, refine, implied, peaks, suggest };
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
      postMessage({ type: 'failed', id, reason: error.message ?? String(error), holds: error.holds });
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
  } else if (URGENT.includes(message.type)) {
    urgent.push(message);
    inTurn(doUrgent);
  } else {
    inTurn(() => work(message));
  }
});
