// What a file leaves open and only its owner knows: asked once, for all its blocks.

import { byId, fixed } from './dom.js';

const dialog = byId('question');
const form = byId('question-form');
const energy = byId('question-energy');
let settle = () => {};

/** Closes the dialog and answers who asked, in one go: nobody sees it closed and nothing begun. */
function finish(told) {
  dialog.close();
  settle(told);
  settle = () => {};
}

/**
 * Asks. `question`: `{ axis, photon_energy, likely_axis, range_ev }`, the first two whether it is to
 * be asked. Resolves with `{ axis, photon_energy_ev }`, null where it was not asked; or with null
 * when the user would rather not.
 */
export function ask(name, { axis, photon_energy: photon, likely_axis: likely, range_ev: [lo, hi] }) {
  if (dialog.open) finish(null);
  const unknown = [
    ...(axis ? ['whether they are binding or kinetic energies'] : []),
    ...(photon ? ['with which photons they were excited'] : []),
  ];
  byId('question-text').textContent =
    `${name} holds energies from ${fixed(lo, 1)} to ${fixed(hi, 1)} eV and does not say ${unknown.join(' nor ')}.`;
  byId('question-axis').hidden = !axis;
  byId('question-photon').hidden = !photon;
  form.reset();
  form.elements.axis.value = likely;
  for (const hint of form.querySelectorAll('[data-likely]')) {
    hint.textContent = hint.dataset.likely === likely ? '(likely: the background rises that way)' : '';
  }
  dialog.showModal();
  return new Promise((resolve) => {
    settle = resolve;
  });
}

function answer() {
  const { axis, photon } = form.elements;
  const energyEv = photon.value === 'other' ? energy.valueAsNumber : Number(photon.value);
  return {
    axis: byId('question-axis').hidden ? null : axis.value,
    photon_energy_ev: byId('question-photon').hidden ? null : energyEv,
  };
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  // Only what counts is checked: a number beside another choice does not hold anybody up.
  energy.required = form.elements.photon.value === 'other';
  if (energy.required && !byId('question-photon').hidden && !energy.reportValidity()) return;
  finish(answer());
});
energy.addEventListener('input', () => {
  form.elements.photon.value = 'other';
});
byId('question-cancel').addEventListener('click', () => finish(null));
// Escape.
dialog.addEventListener('cancel', () => finish(null));
