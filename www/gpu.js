// The network on WebGPU (worker side): loading the large module behind the page's back, checking
// it against the CPU, and noticing when the device is lost.

/** @typedef {{ forward(input: Float32Array, batch: number): Promise<Float32Array> }} Gpu a network that answers for a batch */
/** @typedef {{ agrees: boolean, difference: number, cpuMs: number, gpuMs: number, batch: number }} Check two engines compared */

/** Largest difference between the two engines' answers that is taken for rounding. */
const AGREEMENT = 1e-3;
/** A forward pass that takes longer than this is taken for a lost device, ms. */
const PATIENCE = 120_000;

/**
 * Rejects as soon as the worker sees an error that nobody caught: a trap inside the module.
 * @returns {Promise<never>}
 */
function untilUncaught() {
  return new Promise((_, reject) => {
    /**
     * @param {Event} event
     * @param {string | undefined} reason
     */
    const fail = (event, reason) => {
      event.preventDefault();
      reject(new Error(reason || 'the WebGPU module stopped'));
    };
    self.addEventListener('error', (event) => fail(event, event.message));
    self.addEventListener('unhandledrejection', (event) => fail(event, event.reason?.message));
  });
}

/**
 * A promise that gives up with `what` after `ms`.
 * @template T
 * @param {number} ms
 * @param {string} what
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
function within(ms, what, promise) {
  /** @type {number | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(what)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Loads the module and the network.
 * @param {Uint8Array} weights
 * @param {string} networkJson
 * @returns {Promise<Gpu>}
 */
export async function loadGpu(weights, networkJson) {
  const stopped = untilUncaught();
  stopped.catch(() => {});
  const load = async () => {
    const module = await import('../pkg/speclens_gpu.js');
    await module.default({ module_or_path: new URL('../pkg/speclens_gpu_bg.wasm', import.meta.url) });
    return module.GpuNetwork.load(weights, networkJson);
  };
  const network = await Promise.race([load(), stopped]);
  return {
    forward: (input, batch) =>
      within(PATIENCE, 'WebGPU did not answer', Promise.race([network.forward(input, batch), stopped])),
  };
}

/**
 * The answer of a pass, and how long it takes.
 * @param {() => Promise<Float32Array>} run
 */
async function timed(run) {
  let answer = await run(); // warm: pipelines are compiled at the first call
  let best = Infinity;
  // The better of two; what takes long needs no second try.
  for (let i = 0; i < 2 && (i === 0 || best < 300); i++) {
    const start = performance.now();
    answer = await run();
    best = Math.min(best, performance.now() - start);
  }
  return { answer, ms: best };
}

/**
 * Runs the same batch of variations of one input on both engines. The rows differ, so that an
 * engine that mixes them up is found out.
 * @param {Gpu} cpu
 * @param {Gpu} gpu
 * @param {Float32Array} row
 * @param {number} batch
 * @returns {Promise<Check>}
 */
export async function selfCheck(cpu, gpu, row, batch) {
  const input = new Float32Array(row.length * batch);
  const points = row.length / 2;
  for (let b = 0; b < batch; b++) {
    input.set(row, b * row.length);
    const from = b * row.length + Math.floor((points * b) / batch);
    for (let i = from; i < from + 8; i++) input[i] = Math.min(1, input[i] + 0.1);
  }
  const slow = await timed(() => cpu.forward(input.slice(), batch));
  const fast = await timed(() => gpu.forward(input.slice(), batch));
  let difference = slow.answer.length === fast.answer.length ? 0 : Infinity;
  for (let i = 0; i < slow.answer.length; i++) {
    const d = Math.abs(slow.answer[i] - fast.answer[i]);
    if (!(d <= difference)) difference = Number.isNaN(d) ? Infinity : d;
  }
  return { agrees: difference <= AGREEMENT, difference, cpuMs: slow.ms, gpuMs: fast.ms, batch };
}
