// One module and one worker for all viewers of a page.

import { Engine } from '../engine.js';
import { loadModule } from '../loading.js';
import { Failure } from './failure.js';

/** @typedef {{ wasm: typeof import('../../pkg/speclens.js'), engine: Engine }} Shared */

/** Told of a crash. @type {Set<(reason: string) => void>} */
export const crashes = new Set();
/** @type {Promise<Shared> | null} */
let begun = null;

/** Begun by the first that asks; where it fails, or crashes, the next one tries again. */
export function shared() {
  if (begun) return begun;
  const mine = begin().catch((error) => {
    if (begun === mine) begun = null;
    throw new Failure('not_started', error.message);
  });
  begun = mine;
  return mine;
}

/** @returns {Promise<Shared>} */
async function begin() {
  const { wasm, module } = await loadModule();
  return new Promise((resolve, reject) => {
    const crash = (/** @type {string} */ reason) => {
      begun = null;
      reject(new Error(reason));
      for (const told of crashes) told(reason);
    };
    const own = worker();
    const engine = new Engine({ engine: () => {}, crash }, own);
    // Always on the CPU: a viewer gives one answer at a time, for which the large module is not worth its 23 MB.
    engine.request('start', { force: 'cpu', module }).then(() => resolve({ wasm, engine }), (error) => {
      own.terminate();
      reject(error);
    });
  });
}

/**
 * Where this page is of another origin than the script, or of none (a sandboxed frame), a worker must
 * be of the page's own making: a script that imports the real one.
 */
function worker() {
  const script = new URL('../worker.js', import.meta.url);
  if (script.origin === self.origin) return new Worker(script, { type: 'module' });
  return new Worker(URL.createObjectURL(new Blob([importing(script.href)], { type: 'text/javascript' })));
}

/**
 * A classic script: Chromium starts no module of a page without an origin. What comes before the
 * worker listens is kept for it.
 * @param {string} address of the worker
 */
const importing = (address) => `
const early = [];
const keep = (event) => early.push(event.data);
addEventListener('message', keep);
import(${JSON.stringify(address)}).then(() => {
  removeEventListener('message', keep);
  for (const data of early) dispatchEvent(new MessageEvent('message', { data }));
}, (error) => setTimeout(() => { throw error; }));
`;
