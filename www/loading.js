// The small module, for this thread: the figure and the limits.

import { PAGE } from './words.js';

/** Answers the module for this thread, and the compiled one for the worker. */
export async function loadModule() {
  const wasm = await import('../pkg/speclens.js');
  const module = await compiled(new URL('../pkg/speclens_bg.wasm', import.meta.url));
  await wasm.default({ module_or_path: module });
  return { wasm, module };
}

/** Compiled once, for this thread and the worker. @param {URL} url */
async function compiled(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(PAGE.answered(url.pathname, answer.status));
  return WebAssembly.compile(await answer.arrayBuffer());
}
