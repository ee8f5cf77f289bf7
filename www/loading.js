// The small module, for this thread: the figure and the limits.

import { PAGE } from './words.js';

/**
 * Answers the module for this thread, and the compiled one for the worker.
 * @param {(bytes: number) => void} [progress] told how much has come
 */
export async function loadModule(progress) {
  const wasm = await import('../pkg/speclens.js');
  const module = await compiled(new URL('../pkg/speclens_bg.wasm', import.meta.url), progress);
  await wasm.default({ module_or_path: module });
  return { wasm, module };
}

/**
 * Compiled once, for this thread and the worker.
 * @param {URL} url
 * @param {((bytes: number) => void) | undefined} progress
 */
async function compiled(url, progress) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(PAGE.answered(url.pathname, answer.status));
  if (progress) follow(answer.clone(), progress);
  // While it comes, and from the answer itself: with that a browser keeps what it has compiled.
  const typed = answer.headers.get('content-type')?.startsWith('application/wasm');
  return typed ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}

/**
 * Tells how much has come; whoever reads the answer is told of an error.
 * @param {Response} answer
 * @param {(bytes: number) => void} progress
 */
async function follow(answer, progress) {
  let bytes = 0;
  const reader = answer.body?.getReader();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      bytes += part.value.byteLength;
      progress(bytes);
    }
  } catch {
    // Broken off.
  }
}
