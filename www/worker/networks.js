// The networks, one for each X-ray source, and the engine that they run on: the CPU, or WebGPU
// where it agrees and is faster.

import init, { Engine } from '../../pkg/speclens.js';
import { findAdapter } from '../adapter.js';
import { loadGpu, selfCheck } from '../gpu.js';
import { WORKER } from '../words.js';
import { inTurn } from './queue.js';

/** @typedef {'cpu' | 'webgpu'} EngineName */
/** @typedef {{ engine: Engine, weights: Uint8Array, gpu: import('../gpu.js').Gpu | null }} Network the model on the CPU, and on WebGPU */

/**
 * What the page is told of the engine.
 * @typedef {{
 *   name: EngineName, settled: boolean, adapter: string | null, reason: string,
 *   check?: import('../gpu.js').Check,
 * }} State
 */

/**
 * Folders of networks by X-ray source; the first is asked for every other source, whose answer is refused.
 * @type {{ [source: string]: string }}
 */
const NETWORKS = { 'al-ka': '../../model_weights/al-ka/', 'mg-ka': '../../model_weights/mg-ka/' };
const [FIRST] = Object.keys(NETWORKS);
/** Probes at once: few on the CPU, so that progress and cancelling are smooth. */
const BATCH = { cpu: 16, webgpu: 32 };

/** The small module, once it is loaded. @type {Promise<unknown>} */
let ready = Promise.reject(new Error(WORKER.notStarted));
ready.catch(() => {});
let webgpu = false; // whether networks run on WebGPU
let onCpu = 0; // forward passes under way on the CPU
/** @type {State} */
let state = { name: 'cpu', settled: false, adapter: null, reason: WORKER.notTried };
/** The network's input of the answer before. @type {Float32Array | null} */
let lastInput = null;

/** Files of the first network, on their way while the module still is. @type {ReturnType<typeof filesOf> | null} */
let early = filesOf(FIRST);
early.catch(() => {});

/** Networks that were loaded, by source. @type {Map<string, Promise<Network>>} */
const networks = new Map();

// A trap while the CPU computes reaches nobody's await: it would leave the page waiting for ever.
self.addEventListener('error', (event) => {
  if (onCpu > 0) postMessage({ type: 'crash', reason: event.message });
});

/**
 * Loads the first network. The page gets the engine's state now and on every change.
 * @param {{ force: string | null, module: WebAssembly.Module }} message
 */
export async function start({ force, module }) {
  ready = init({ module_or_path: module });
  const first = await network(FIRST);
  if (force === 'cpu') say({ reason: WORKER.asked });
  if (force === 'webgpu') await adopted(first, true);
  return first.engine.about();
}

/**
 * Loads what a first answer does not need, behind it: the other networks, and WebGPU. The engine has
 * settled when all is there: then the page asks its server for nothing. Does not wait for that.
 * @param {{ force: string | null }} message
 */
export function rest({ force }) {
  const others = Promise.allSettled(Object.keys(NETWORKS).map(network));
  const asked = force === 'cpu' || force === 'webgpu';
  const behind = asked ? null : network(FIRST).then((first) => adopted(first, false)).catch(() => {}); // no network: start has said so
  Promise.all([others, behind]).then(() => say({ settled: true }));
}

/**
 * Takes WebGPU where that is better, else says why it stays with the CPU.
 * @param {Network} net
 * @param {boolean} forced
 */
async function adopted(net, forced) {
  try {
    await adopt(net, forced);
  } catch (error) {
    webgpu = false;
    say({ name: 'cpu', reason: WORKER.failed(error.message) });
  }
}

/** The engine in use. @returns {EngineName} */
export function engineName() {
  return webgpu ? 'webgpu' : 'cpu';
}

/** Probes at once on an engine. @param {EngineName} name */
export function batchOf(name) {
  return BATCH[name];
}

/**
 * The network for a source, fetched when it is first needed.
 * @param {string | null | undefined} source
 * @returns {Promise<Network>}
 */
export function network(source) {
  const name = source && source in NETWORKS ? source : FIRST;
  const kept = networks.get(name);
  if (kept) return kept;
  const loading = load(name);
  networks.set(name, loading);
  loading.catch(() => networks.delete(name)); // the next one tries again
  return loading;
}

/**
 * Runs a network on the engine in use; a lost device falls back on the CPU, same batch.
 * @param {Network} net
 * @param {Float32Array} input
 * @param {number} batch
 * @returns {Promise<{ table: Float32Array, engine: EngineName }>}
 */
export async function forward(net, input, batch) {
  if (webgpu) {
    try {
      net.gpu ??= await loadGpu(net.weights, net.engine.network_json());
      return { table: await gpuForward(net.gpu, input, batch), engine: 'webgpu' };
    } catch (error) {
      webgpu = false;
      say({ name: 'cpu', settled: true, reason: WORKER.lost(/** @type {Error} */ (error).message) });
    }
  }
  return { table: await cpuForward(net.engine, input, batch), engine: 'cpu' };
}

/** The engines are compared on this. @param {Float32Array} input */
export function remember(input) {
  lastInput = input;
}

/** @param {Partial<State>} changes */
function say(changes) {
  state = { ...state, ...changes };
  postMessage({ type: 'engine', ...state });
}

/**
 * @param {URL} url
 * @param {string} what
 */
async function fetched(url, what) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(WORKER.answered(what, answer.status));
  return new Uint8Array(await answer.arrayBuffer());
}

/** @param {string} source */
function filesOf(source) {
  const folder = new URL(NETWORKS[source], import.meta.url);
  return Promise.all([
    fetched(new URL('model.json', folder), `${source}/model.json`),
    fetched(new URL('weights.safetensors', folder), `${source}/weights.safetensors`),
    fetched(new URL('classes.json', folder), `${source}/classes.json`).catch(() => undefined), // advice only
  ]);
}

/**
 * @param {string} source
 * @returns {Promise<Network>}
 */
async function load(source) {
  const asked = source === FIRST && early ? early : filesOf(source);
  if (source === FIRST) early = null; // a second try asks anew
  const [[manifest, weights, classes]] = await Promise.all([asked, ready]);
  return { engine: engineOf(manifest, weights, classes, await sha256Of(weights)), weights, gpu: null };
}

/**
 * Hexadecimal. Undefined where the browser works out none (by plain http from another machine): then
 * the module does, which takes longer.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function sha256Of(bytes) {
  const digest = await crypto.subtle?.digest('SHA-256', bytes);
  return digest && [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * A network; classes that do not fit cost the advice, not the answer.
 * @param {Uint8Array} manifest
 * @param {Uint8Array} weights
 * @param {Uint8Array | undefined} classes
 * @param {string | undefined} sha256 of the weights
 */
function engineOf(manifest, weights, classes, sha256) {
  try {
    return new Engine(manifest, weights, classes, sha256);
  } catch (error) {
    if (!classes) throw error;
    return new Engine(manifest, weights, undefined, sha256);
  }
}

/**
 * A device compiles its programs once for every size of batch, which may take seconds: there are
 * only two sizes, one spectrum and a full batch.
 * @param {import('../gpu.js').Gpu} gpu
 * @param {Float32Array} input
 * @param {number} batch
 */
async function gpuForward(gpu, input, batch) {
  if (batch === 1 || batch >= BATCH.webgpu) return gpu.forward(input.slice(), batch);
  const padded = new Float32Array((input.length / batch) * BATCH.webgpu);
  padded.set(input);
  const table = await gpu.forward(padded, BATCH.webgpu);
  return table.slice(0, (table.length / BATCH.webgpu) * batch);
}

/**
 * @param {Engine} engine
 * @param {Float32Array} input
 * @param {number} batch
 */
async function cpuForward(engine, input, batch) {
  onCpu += 1;
  try {
    return await engine.forward(input, batch);
  } finally {
    onCpu -= 1;
  }
}

/**
 * Loads the WebGPU module and takes it where it agrees with the CPU and is faster (or forced).
 * @param {Network} net
 * @param {boolean} forced
 */
async function adopt(net, forced) {
  const adapter = await findAdapter();
  if (!adapter) return say({ reason: WORKER.noAdapter });
  say({ adapter, reason: WORKER.loading });
  const loaded = await loadGpu(net.weights, net.engine.network_json());
  // Forced, the first job waits for it: agreement on one spectrum is enough, speed is no matter.
  const batch = forced ? 1 : BATCH.webgpu;
  /** @type {import('../gpu.js').Gpu} */
  const cpu = { forward: (input, rows) => cpuForward(net.engine, input, rows) };
  const compare = () => selfCheck(cpu, loaded, lastInput ?? net.engine.test_input(), batch);
  // Otherwise in its turn, so that nothing else is timed along.
  const check = forced ? await compare() : await inTurn(compare);
  if (!check.agrees) {
    return say({ check, reason: WORKER.disagrees(check.difference.toExponential(1)) });
  }
  const times = WORKER.times(Math.round(check.gpuMs), Math.round(check.cpuMs), batch);
  if (!forced && check.gpuMs >= check.cpuMs) {
    return say({ check, reason: WORKER.slower(times) });
  }
  net.gpu = loaded;
  webgpu = true;
  return say({ name: 'webgpu', check, reason: forced ? WORKER.asked : times });
}
