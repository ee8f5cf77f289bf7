// The panel on what the file says of the block on show, and saving the file in an open format.

import { TECHNIQUES } from './blocks.js';
import { byId, make } from './dom.js';
import { save } from './save.js';

/** @typedef {import('../pkg/speclens.js').Info} Info */

/** @type {{ [format: string]: string }} */
const EXTENSIONS = { csv: 'csv', vamas: 'vms', json: 'json' };

export class FactsView {
  #panel = byId('facts');
  #ask;
  /** @type {{ name: string } | null} */
  #file = null;
  #index = 0;
  /** Block that the panel tells of. @type {string | null} */
  #filled = null;

  /**
   * @param {{ info(index: number): Promise<Info>, save(format: string): Promise<string>, problem(reason: string): void }} ask
   *   the worker, and where to show what failed
   */
  constructor(ask) {
    this.#ask = ask;
    this.#panel.addEventListener('toggle', () => this.#fill());
    for (const button of byId('save').querySelectorAll('button')) {
      button.addEventListener('click', () => this.#save(button.dataset.format));
    }
  }

  /**
   * Another block is on show.
   * @param {{ name: string }} file
   * @param {number} index
   */
  show(file, index) {
    this.#file = file;
    this.#index = index;
    this.#filled = null;
    this.#panel.hidden = false;
    byId('save').hidden = false;
    this.#fill();
  }

  /** A file may hold thousands of notes: they are fetched when somebody looks. */
  async #fill() {
    if (!this.#panel.open || !this.#file) return;
    const wanted = `${this.#file.name} ${this.#index}`;
    if (this.#filled === wanted) return;
    this.#filled = wanted;
    try {
      const info = await this.#ask.info(this.#index);
      const notes = info.notes ?? [];
      if (this.#filled !== wanted) return;
      byId('facts-list').replaceChildren(...rows(facts(info)));
      byId('notes').hidden = notes.length === 0;
      byId('notes-title').textContent = `Notes (${notes.length})`;
      byId('notes-list').replaceChildren(...rows(notes));
    } catch (error) {
      this.#filled = null;
      this.#ask.problem(error.message);
    }
  }

  /** @param {string} format */
  async #save(format) {
    if (!this.#file) return;
    const { name } = this.#file;
    try {
      const text = await this.#ask.save(format);
      save(`${name.replace(/\.[^.]*$/, '')}.${EXTENSIONS[format]}`, text);
    } catch (error) {
      this.#ask.problem(error.message);
    }
  }
}

const UNITS = { counts: 'counts', counts_per_second: 'counts per second', unknown: 'intensities without a unit' };

/**
 * What is known of a block, name and value; what a survey needs and the file does not say is said too.
 * @param {Info} info
 * @returns {[name: string, value: string][]}
 */
function facts(info) {
  const number = (/** @type {number} */ value) => String(Math.round(value * 1e4) / 1e4).replace('-', '−');
  /**
   * @param {[number, number] | null} ends
   * @param {string} unknown
   */
  const range = (ends, unknown) => (ends ? `${number(ends[0])} to ${number(ends[1])} eV` : unknown);
  /**
   * @param {number | null} value
   * @param {string} unit
   */
  const measured = (value, unit) => (value === null ? null : `${number(value)} ${unit}`);
  /** @type {[string, string | null][]} */
  const all = [
    ['Sample', info.sample || null],
    ['Region', info.region || null],
    ['Technique', TECHNIQUES[info.technique]],
    ['Binding energy', range(info.binding_energy_ev, 'not known')],
    ['Kinetic energy', range(info.kinetic_energy_ev, 'not known')],
    ['Step', info.step_ev === null ? 'changes' : measured(info.step_ev, 'eV')],
    ['Points', String(info.points)],
    ['Photon energy', measured(info.photon_energy_ev, 'eV') ?? 'not said'],
    ['Intensities', UNITS[info.count_unit]],
    ['Scans', info.scans === null ? null : String(info.scans)],
    ['Dwell time', measured(info.dwell_s, 's')],
    ['Pass energy', measured(info.pass_energy_ev, 'eV')],
    ['Transmission', info.transmission ? 'in the file' : 'not in the file'],
    ['Source to analyser', measured(info.source_analyser_angle_deg, '°')],
    ['Date', info.date],
    ['Instrument', info.instrument],
  ];
  return all.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

/** @param {[name: string, value: string][]} pairs */
function rows(pairs) {
  return pairs.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]);
}
