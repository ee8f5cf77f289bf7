// The panel on what the file says of the block on show, and saving the file in an open format.

import { TECHNIQUES } from './blocks.js';
import { byId, make } from './dom.js';
import { save } from './save.js';

const EXTENSIONS = { csv: 'csv', vamas: 'vms', json: 'json' };

export class FactsView {
  #panel = byId('facts');
  #ask;
  #file = null;
  #index = 0;
  #filled = null; // block that the panel tells of

  /** `ask.info(index)` and `ask.save(format)` resolve with what the worker says; `ask.problem(reason)` shows what failed. */
  constructor(ask) {
    this.#ask = ask;
    this.#panel.addEventListener('toggle', () => this.#fill());
    for (const button of byId('save').querySelectorAll('button')) {
      button.addEventListener('click', () => this.#save(button.dataset.format));
    }
  }

  /** Another block is on show. */
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
    if (!this.#panel.open) return;
    const wanted = `${this.#file.name} ${this.#index}`;
    if (this.#filled === wanted) return;
    this.#filled = wanted;
    try {
      const info = await this.#ask.info(this.#index);
      const { notes } = info;
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

  async #save(format) {
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

/** What is known of a block, name and value; what a survey needs and the file does not say is said too. */
function facts(info) {
  const number = (value) => String(Math.round(value * 1e4) / 1e4).replace('-', '−');
  const range = (ends, unknown) => (ends ? `${number(ends[0])} to ${number(ends[1])} eV` : unknown);
  const measured = (value, unit) => (value === null ? null : `${number(value)} ${unit}`);
  return [
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
  ].filter(([, value]) => value);
}

function rows(pairs) {
  return pairs.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]);
}
