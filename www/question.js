// What a file leaves open and only its owner knows: asked once, for all its blocks.

import { byId, fixed } from './dom.js';
import { QUESTION } from './words.js';

/** @typedef {import('../pkg/speclens.js').Question} Question */
/** @typedef {{ axis: import('../pkg/speclens.js').Axis | null, photon_energy_ev: number | null }} Told null what was not asked */

/** @type {HTMLDialogElement} */
const dialog = byId('question');
/** @type {HTMLFormElement} */
const form = byId('question-form');
/** @type {HTMLInputElement} */
const energy = byId('question-energy');
/** @type {(told: Told | null) => void} */
let settle = () => {};

/** The group of buttons with this name. @param {string} name */
const choice = (name) => /** @type {RadioNodeList} */ (form.elements.namedItem(name));

/**
 * Closes the dialog and answers who asked, in one go: nobody sees it closed and nothing begun.
 * @param {Told | null} told
 */
function finish(told) {
  dialog.close();
  settle(told);
  settle = () => {};
}

/**
 * Asks. Resolves with null when the user would rather not say.
 * @param {string} name of the file
 * @param {Question} question
 * @returns {Promise<Told | null>}
 */
export function ask(name, { axis, photon_energy: photon, likely_axis: likely, range_ev: [lo, hi] }) {
  if (dialog.open) finish(null);
  const unknown = [
    ...(axis ? [QUESTION.axis] : []),
    ...(photon ? [QUESTION.photons] : []),
  ];
  byId('question-text').textContent =
    QUESTION.text(name, fixed(lo, 1), fixed(hi, 1), unknown);
  byId('question-axis').hidden = !axis;
  byId('question-photon').hidden = !photon;
  form.reset();
  choice('axis').value = likely;
  for (const hint of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll('[data-likely]'))) {
    hint.textContent = hint.dataset.likely === likely ? QUESTION.likely : '';
  }
  dialog.showModal();
  return new Promise((resolve) => {
    settle = resolve;
  });
}

/** @returns {Told} */
function answer() {
  const photon = choice('photon').value;
  const energyEv = photon === 'other' ? energy.valueAsNumber : Number(photon);
  return {
    axis: byId('question-axis').hidden ? null : /** @type {Told['axis']} */ (choice('axis').value),
    photon_energy_ev: byId('question-photon').hidden ? null : energyEv,
  };
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  // Only what counts is checked: a number beside another choice does not hold anybody up.
  energy.required = choice('photon').value === 'other';
  if (energy.required && !byId('question-photon').hidden && !energy.reportValidity()) return;
  finish(answer());
});
energy.addEventListener('input', () => {
  choice('photon').value = 'other';
});
byId('question-cancel').addEventListener('click', () => finish(null));
// Escape.
dialog.addEventListener('cancel', () => finish(null));
