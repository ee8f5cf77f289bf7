// What the page says around its views: what went wrong, what is doubtful, and what answers.

import { describe } from './blocks.js';
import { bring, byId, make } from './dom.js';
import { PAGE } from './words.js';

const page = document.documentElement;

/** The buttons of the messages. */
export function listenToMessages() {
  byId('problem-close').addEventListener('click', () => showProblem(null));
  byId('reload').addEventListener('click', () => location.reload());
}

/**
 * Says what went wrong, or that nothing does.
 * @param {string | null} text
 * @param {import('../pkg/speclens.js').FileList | null} [holds] the file that was read all the same
 */
export function showProblem(text, holds = null) {
  byId('problem').hidden = !text;
  byId('problem-text').textContent = text ?? '';
  byId('problem-file').hidden = !holds;
  byId('problem-blocks').replaceChildren(...(holds?.blocks ?? []).map((b) => make('li', {}, `${b.title}: ${describe(b)}`)));
  if (text) bring(byId('problem'));
}

/**
 * What went wrong with something, with its name once.
 * @param {string} name
 * @param {string} reason which may begin with it
 */
export function problemOf(name, reason) {
  return reason.startsWith(name) ? reason : `${name}: ${reason}`;
}

/** @param {string} reason */
export function showCrash(reason) {
  byId('crash').hidden = false;
  byId('crash-reason').textContent = reason;
  bring(byId('crash'));
  page.dataset.busy = 'false';
}

/** @param {string[]} texts */
export function showWarnings(texts) {
  const warnings = byId('warnings');
  warnings.replaceChildren(...texts.map((w) => make('li', {}, w)));
  warnings.hidden = texts.length === 0;
}

/** For those who hear the page. @param {string} text */
export function announce(text) {
  byId('announce').textContent = text;
}

/** @param {import('./engine.js').EngineState} state */
export function showEngine(state) {
  const text = state.name === 'webgpu'
    ? PAGE.webgpu(state.adapter ?? '', state.reason)
    : PAGE.cpu(state.reason);
  byId('engine').textContent = text;
  page.dataset.engine = state.name;
  page.dataset.engineSettled = String(state.settled);
}

/** @param {import('../pkg/speclens.js').About} about */
export function showNetwork({ model, elements, source }) {
  byId('model').textContent = PAGE.network(model, elements, source);
}
