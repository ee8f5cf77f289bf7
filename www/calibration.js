// The energy axis: by how much it is moved, on what ground, and what the spectrum offers to move it by.

import { byId, fixed, make } from './dom.js';
import { CALIBRATION } from './words.js';

/** @typedef {import('../pkg/speclens.js').CalibrationEstimate} CalibrationEstimate */
/** @typedef {import('../pkg/speclens.js').EnergyCalibration} EnergyCalibration */

/** A shift with its sign, as it is shown. @param {number} ev */
const shiftText = (ev) => `${ev > 0 ? '+' : ''}${fixed(ev, 2)} eV`;

export class CalibrationView {
  #pane = byId('calibration');
  #said = byId('calibration-said');
  #offers = byId('calibration-offers');
  #none = byId('calibration-none');
  #slider = /** @type {HTMLInputElement} */ (byId('calibration-slider'));
  #typed = /** @type {HTMLInputElement} */ (byId('calibration-typed'));
  #ask;
  #move;
  /** Which spectrum the offers are of. */
  #turn = 0;

  /**
   * @param {() => Promise<CalibrationEstimate[]>} ask what the spectrum on show offers
   * @param {(calibration: EnergyCalibration | null) => void} move the axis is to be moved; null for that of the file
   */
  constructor(ask, move) {
    this.#ask = ask;
    this.#move = move;
    this.#none.addEventListener('click', () => move(null));
    this.#slider.addEventListener('input', () => this.#byHand(this.#slider));
    this.#typed.addEventListener('change', () => this.#byHand(this.#typed));
    // What is no shift does not stay beside another one that is in force.
    this.#typed.addEventListener('blur', () => {
      if (this.#typed.validity.valid && this.#typed.value !== '') return;
      this.#typed.value = this.#pane.dataset.shift ?? '0';
    });
  }

  /**
   * An answer is on show.
   * @param {EnergyCalibration | undefined} calibration that it was given with
   * @param {boolean} again whether it is of the same spectrum: what that offers stays
   */
  show(calibration, again) {
    this.#pane.hidden = false;
    if (!again) this.#offers.replaceChildren();
    const shift = calibration?.shift_ev ?? 0;
    this.#said.textContent = calibration ? CALIBRATION.moved(shiftText(shift), CALIBRATION.bases[calibration.basis]) : CALIBRATION.asInFile;
    this.#pane.dataset.shift = String(shift);
    this.#pane.dataset.basis = calibration?.basis ?? '';
    this.#none.hidden = !calibration;
    // What is being dragged or typed is not pulled away.
    if (!again || document.activeElement !== this.#typed) this.#typed.value = String(Math.round(shift * 1000) / 1000);
    if (!again || document.activeElement !== this.#slider || !calibration) this.#slider.value = String(shift);
    this.look();
  }

  /** Looks again what the spectrum offers: the fit tells more once it is done. */
  async look() {
    const turn = (this.#turn += 1);
    const offers = await this.#ask().catch(() => []); // an answer needs none
    if (turn !== this.#turn) return;
    this.#offers.replaceChildren(...offers.map((offer) => this.#offer(offer)));
  }

  /** @param {CalibrationEstimate} offer */
  #offer({ basis, shift_ev: shift, text }) {
    const told = make('span', { className: 'sub' }, text);
    if (shift === null) return make('li', {}, told);
    const button = make('button', {
      type: 'button',
      data: { basis, shift: String(shift) },
      attributes: { 'aria-pressed': String(this.#pane.dataset.basis === basis) },
    }, `${CALIBRATION.offers[basis]} `, make('span', { className: 'shift' }, shiftText(shift)));
    button.addEventListener('click', () => this.#move({ basis, shift_ev: shift }));
    return make('li', {}, button, told);
  }

  /** @param {HTMLInputElement} input */
  #byHand(input) {
    const shift = input.valueAsNumber;
    if (!input.checkValidity() || !Number.isFinite(shift)) {
      input.reportValidity();
      return;
    }
    this.#move(shift === 0 ? null : { basis: 'typed', shift_ev: shift });
  }
}
