// The lines of all elements nearest to the cursor, with what speaks for or against each.

import { byId, make } from '../dom.js';
import { FIGURE } from '../words.js';

/** @typedef {import('../../pkg/speclens.js').LinePlace} LinePlace */

/** Lines further away than this are not named, eV. */
const REACH = 6;
/** A line so far away counts as much as one a third as strong at the place, eV. */
const FALL = 3;
const MOST = 5;

export class Nearby {
  #box = byId('nearby');
  #list = byId('nearby-lines');
  #help = byId('figure-keys');
  /** @type {() => Promise<LinePlace[]>} */
  #ask;
  /** @type {LinePlace[] | null} */
  #places = null;
  /** @type {Promise<void> | null} */
  #asking = null;
  #shown = '';
  #arrived;

  /**
   * @param {() => Promise<LinePlace[]>} ask gives all lines in the spectrum's range
   * @param {() => void} arrived they are here: what is on show may say more
   */
  constructor(ask, arrived) {
    this.#ask = ask;
    this.#arrived = arrived;
  }

  /** Another answer: its lines are asked for when somebody looks. */
  begin() {
    this.#places = null;
    this.#asking = null;
    this.#fill('', []);
    this.show(null, String);
  }

  /** More can be said of them now; what is on show stays until it is here. */
  refresh() {
    if (this.#asking) this.#load();
  }

  /**
   * @param {number | null} energy of the cursor, eV
   * @param {(energy: number) => string} written a binding energy as the axis has it
   */
  show(energy, written) {
    this.#help.hidden = energy !== null;
    this.#list.hidden = energy === null;
    if (energy === null) return undefined;
    if (!this.#places && !this.#asking) {
      this.#fill('loading', [make('li', { className: 'sub' }, FIGURE.linesLoading)]);
      this.#load();
    }
    if (!this.#places) return undefined;
    const lines = nearest(this.#places, energy);
    if (lines.length === 0) return this.#fill('none', [make('li', { className: 'sub' }, FIGURE.noLine(REACH))]);
    return this.#fill(lines.map((l) => `${l.line} ${written(l.energy_ev)}`).join(), lines.map((l) => row(l, written)));
  }

  /**
   * The same in one sentence.
   * @param {number} energy eV
   * @param {(energy: number) => string} written
   */
  inWords(energy, written) {
    const lines = this.#places ? nearest(this.#places, energy).slice(0, 3) : [];
    return lines.map((l) => `${l.line} ${written(l.energy_ev)}: ${l.reason}`).join('; ');
  }

  /**
   * @param {string} what
   * @param {HTMLElement[]} rows
   */
  #fill(what, rows) {
    if (this.#shown === what) return;
    this.#shown = what;
    this.#list.replaceChildren(...rows);
    this.#box.scrollTop = 0;
  }

  #load() {
    const asking = this.#ask().then((places) => {
      if (this.#asking !== asking) return; // another spectrum is on show
      this.#places = places;
      this.#shown = '';
      this.#arrived();
    }, (/** @type {Error} */ error) => {
      if (this.#asking === asking) this.#fill('failed', [make('li', { className: 'sub' }, FIGURE.linesFailed(error.message))]);
    });
    this.#asking = asking;
  }
}

/**
 * @param {LinePlace} place
 * @param {(energy: number) => string} written
 */
function row({ line, energy_ev: energy, found, reason }, written) {
  return make('li', { className: found ? 'found' : '' },
    make('span', { className: 'nearby-line' }, line),
    make('span', { className: 'nearby-energy' }, written(energy)),
    make('span', { className: 'nearby-reason', title: reason }, reason));
}

/**
 * Those of the elements found first, then the strong and near ones; each where its line is that is next to `energy`.
 * @param {LinePlace[]} places
 * @param {number} energy eV
 */
function nearest(places, energy) {
  const off = (/** @type {number} */ ev) => Math.abs(ev - energy);
  const near = places.map((place) => {
    const at = [place.energy_ev, ...place.lines_ev].reduce((a, b) => (off(b) < off(a) ? b : a));
    return { ...place, energy_ev: at };
  }).filter((place) => off(place.energy_ev) <= REACH);
  const weight = (/** @type {LinePlace} */ l) => l.strength * Math.exp(-off(l.energy_ev) / FALL);
  near.sort((a, b) => Number(b.found) - Number(a.found) || weight(b) - weight(a));
  return near.slice(0, MOST);
}
