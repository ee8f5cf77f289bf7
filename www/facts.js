// The panel on what the file says of the block on show, and saving the file in an open format.

import { byId, make, plain } from './dom.js';
import { save } from './save.js';
import { FILE } from './words.js';

/** @typedef {import('../pkg/speclens.js').Info} Info */

/** @typedef {'csv' | 'vamas' | 'json'} Format an open one */
/** @type {Record<Format, string>} */
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
   * @param {{ info(index: number): Promise<Info>, save(format: Format): Promise<string>, problem(reason: string): void }} ask
   *   the worker, and where to show what failed
   */
  constructor(ask) {
    this.#ask = ask;
    this.#panel.addEventListener('toggle', () => this.#fill());
    for (const button of byId('save').querySelectorAll('button')) {
      button.addEventListener('click', () => this.#save(/** @type {Format} */ (button.dataset.format)));
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
      byId('notes-title').textContent = FILE.notes(notes.length);
      byId('notes-list').replaceChildren(...rows(notes));
    } catch (error) {
      this.#filled = null;
      this.#ask.problem(error.message);
    }
  }

  /** @param {Format} format */
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

/**
 * What is known of a block, name and value; what a survey needs and the file does not say is said too.
 * @param {Info} info
 * @returns {[name: string, value: string][]}
 */
function facts(info) {
  /**
   * @param {[number, number] | null} ends
   * @param {string} unknown
   */
  const range = (ends, unknown) => (ends ? FILE.range(plain(ends[0]), plain(ends[1])) : unknown);
  /**
   * @param {number | null} value
   * @param {string} unit
   */
  const measured = (value, unit) => (value === null ? null : `${plain(value)} ${unit}`);
  /** @type {[string, string | null][]} */
  const all = [
    [FILE.facts.sample, info.sample || null],
    [FILE.facts.region, info.region || null],
    [FILE.facts.technique, FILE.techniques[info.technique]],
    [FILE.facts.binding, range(info.binding_energy_ev, FILE.notKnown)],
    [FILE.facts.kinetic, range(info.kinetic_energy_ev, FILE.notKnown)],
    [FILE.facts.step, info.step_ev === null ? FILE.stepChanges : measured(info.step_ev, 'eV')],
    [FILE.facts.points, String(info.points)],
    [FILE.facts.photons, measured(info.photon_energy_ev, 'eV') ?? FILE.notSaid],
    [FILE.facts.intensities, FILE.units[info.count_unit]],
    [FILE.facts.scans, info.scans === null ? null : String(info.scans)],
    [FILE.facts.dwell, measured(info.dwell_s, 's')],
    [FILE.facts.pass, measured(info.pass_energy_ev, 'eV')],
    [FILE.facts.transmission, info.transmission ? FILE.inFile : FILE.notInFile],
    [FILE.facts.angle, measured(info.source_analyser_angle_deg, '°')],
    [FILE.facts.date, info.date],
    [FILE.facts.instrument, info.instrument],
  ];
  return all.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

/** @param {[name: string, value: string][]} pairs */
function rows(pairs) {
  return pairs.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]);
}
