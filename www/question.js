// What a file leaves open and only its owner knows: asked once, for all its blocks.

import { byId, fixed } from './dom.js';

const dialog = byId('question');
const form = byId('question-form');
const energy = byId('question-energy');

/**
 * Asks. `question`: `{ axis, photon_energy, likely_axis, range_ev }`, the first two whether it is to
 * be asked. Resolves with `{ axis, photon_energy_ev }`, null where it was not asked; or with null
 * when the user would rather not.
 */
export function ask(name, { axis, photon_energy: photon, likely_axis: likely, range_ev: [lo, hi] }) {
  if (dialog.open) dialog.close('cancelled');
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
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'told' ? answer(axis, photon) : null);
    }, { once: true });
  });
}

function answer(axis, photon) {
  const { value } = form.elements.photon;
  const chosen = value === 'other' ? energy.valueAsNumber : Number(value);
  return { axis: axis ? form.elements.axis.value : null, photon_energy_ev: photon ? chosen : null };
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  // Only what counts is checked: a number beside another choice does not hold anybody up.
  energy.required = form.elements.photon.value === 'other';
  if (energy.required && !byId('question-photon').hidden && !energy.reportValidity()) return;
  dialog.close('told');
});
energy.addEventListener('input', () => {
  form.elements.photon.value = 'other';
});
byId('question-cancel').addEventListener('click', () => dialog.close('cancelled'));
// Escape closes without a value of its own: the last one would stand.
dialog.addEventListener('cancel', () => {
  dialog.returnValue = 'cancelled';
});
