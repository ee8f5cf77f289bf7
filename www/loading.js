// The small module, for this thread: the figure and the limits.

import { byId, fixed } from './dom.js';
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
  showProgress(answer.clone());
  // While it comes, and from the answer itself: with that a browser keeps what it has compiled.
  const typed = answer.headers.get('content-type')?.startsWith('application/wasm');
  return typed ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}

/** Says how much has come; whoever reads the answer is told of an error. @param {Response} answer */
async function showProgress(answer) {
  let bytes = 0;
  const reader = answer.body?.getReader();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      bytes += part.value.byteLength;
      byId('figure-title').textContent = PAGE.loading(fixed(bytes / 1e6, 1));
    }
  } catch {
    // Broken off.
  }
}
