// The batch: files come in, are answered in a queue, and stand in a matrix. Nothing but the answers is kept.

import { bring, byId } from '../dom.js';
import { PHOTON_ENERGIES } from '../photon-energies.js';
import { BATCH } from '../words.js';
import { Exports } from './exports.js';
import { Filters } from './filters.js';
import { Lanes } from './lanes.js';
import { Overlay } from './overlay.js';
import { Profile } from './profile.js';
import { tellProgress } from './progress.js';
import { Rows, byFile } from './rows.js';
import { Run } from './run.js';
import { sourcesOf } from './sources.js';
import { BatchTable } from './table.js';

/** @typedef {import('./rows.js').Row} Row */
/** @typedef {import('../worker/tasks.js').Settings} Settings */
/** @typedef {Promise<{ wasm: typeof import('../../pkg/speclens.js'), module: WebAssembly.Module }>} Loading */
/** @typedef {{ file: File, row: Row }} One a spectrum that is to be shown in the instrument */

/** The pane is brought up to date as often, ms. */
const PAUSE = 200;

export class Batch {
  #pane = byId('batch');
  #settings = /** @type {HTMLFormElement} */ (byId('batch-settings'));
  #rows = new Rows();
  #lanes;
  #run;
  #table;
  #exports;
  #filters;
  #profile;
  #overlay;
  #openOne;
  /** Elements, in the order of their columns. @type {string[]} */
  #symbols = [];
  /** Those on show. @type {Row[]} */
  #shown = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Loading} loading
   * @param {(one: One) => void} openOne
   */
  constructor(loading, openOne) {
    this.#openOne = openOne;
    this.#lanes = new Lanes(loading);
    this.#run = this.#begin();
    this.#table = new BatchTable({ open: (row) => this.#open(row), sorted: () => this.#refresh(), chosen: () => this.#choose() });
    this.#filters = new Filters(() => this.#refresh());
    this.#profile = new Profile(() => this.#shown, () => this.#rows.all);
    this.#overlay = new Overlay(loading, (row) => this.#asked('curve', row), () => this.#chosen());
    this.#exports = new Exports({ rows: () => this.#shown, chosen: () => this.#chosen(), documents: (row) => this.#asked('documents', row) });
    this.#listen();
  }

  /** Opens the pane, with nothing in it yet. */
  show() {
    this.#pane.hidden = false;
    this.#lanes.begin();
    this.#refresh();
    bring(this.#pane);
    byId('batch-title').focus();
  }

  /** More files, until all is cancelled or closed. @param {import('../incoming.js').Found} found */
  async add(found) {
    const run = this.#run;
    const { cancelled } = run;
    for await (const sources of found) {
      if (run !== this.#run || run.cancelled !== cancelled) return;
      if (sources.length === 0) continue;
      this.#pane.hidden = false;
      run.add(sources, this.#said());
    }
  }

  /** A queue with nothing in it; what an earlier one still answers is dropped. */
  #begin() {
    const run = new Run(this.#lanes, {
      results: (results) => {
        if (run !== this.#run) return;
        for (const result of results) this.#rows.add(result, run.source(result.key).path);
        this.#later();
      },
      changed: () => this.#later(),
    });
    return run;
  }

  #listen() {
    for (const id of ['batch-files', 'batch-folder']) {
      const input = /** @type {HTMLInputElement} */ (byId(id));
      input.addEventListener('change', () => {
        this.add([sourcesOf(input.files ?? [])]);
        input.value = '';
      });
    }
    byId('batch-pause').addEventListener('click', () => (this.#run.progress.state === 'paused' ? this.#run.resume() : this.#run.pause()));
    byId('batch-cancel').addEventListener('click', () => this.#run.cancel());
    for (const [id, state] of /** @type {const} */ ([['batch-again', 'asks'], ['batch-retry', 'failed']])) {
      byId(id).addEventListener('click', () => {
        const keys = this.#ended(state);
        this.#rows.drop(keys);
        this.#run.again(keys, this.#said());
        this.#refresh();
      });
    }
    byId('batch-close').addEventListener('click', () => this.#close());
    byId('batch-choose-none').addEventListener('click', () => {
      this.#table.forget();
      this.#choose();
    });
    byId('batch-heat').addEventListener('change', (/** @type {Event} */ event) => {
      byId('batch-table').classList.toggle('heat', /** @type {HTMLInputElement} */ (event.target).checked);
    });
    this.#settings.addEventListener('submit', (event) => event.preventDefault());
  }

  /** What its user says of all files. @returns {Settings} */
  #said() {
    const said = new FormData(this.#settings);
    return /** @type {Settings} */ ({ blocks: said.get('blocks'), source: said.get('source'), axis: said.get('axis') });
  }

  /** Answers come faster than anybody reads. */
  #later() {
    this.#timer ??= setTimeout(() => this.#refresh(), PAUSE);
  }

  #refresh() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const symbols = this.#order();
    const states = this.#rows.states();
    this.#filters.offer(symbols, states);
    this.#shown = this.#rows.view({ ...this.#filters.view, ...this.#table.order });
    this.#table.show(this.#shown, symbols);
    this.#profile.changed();
    byId('batch-again').hidden = states.asks === 0;
    const failed = this.#ended('failed').length;
    byId('batch-retry').hidden = failed === 0;
    byId('batch-retry').textContent = BATCH.retry(failed);
    const { state } = this.#run.progress;
    tellProgress(this.#run.progress, this.#rows.count, this.#shown.length);
    Object.assign(this.#pane.dataset, { rows: this.#rows.count, shown: this.#shown.length, failed: states.failed, refused: states.refused, asks: states.asks });
    if (state === 'running') this.#later();
  }

  /** Files that can be asked again. @param {'asks' | 'failed'} state */
  #ended(state) {
    return [...this.#rows.files(state)].filter((key) => !this.#run.isUnderWay(key));
  }

  /** Columns stay where they are while answers come: new ones follow; at last those of most come first. */
  #order() {
    const found = this.#rows.symbols();
    const kept = this.#run.progress.state === 'running' ? this.#symbols.filter((s) => found.includes(s)) : [];
    this.#symbols = [...kept, ...found.filter((s) => !kept.includes(s))];
    return this.#symbols;
  }

  #choose() {
    byId('batch-choose-none').hidden = this.#table.chosen.size === 0;
    this.#overlay.changed();
  }

  /** The chosen rows, by file and block. */
  #chosen() {
    const { chosen } = this.#table;
    return chosen.size === 0 ? [] : this.#rows.all.filter((row) => chosen.has(row.id)).sort(byFile);
  }

  /**
   * Something of one spectrum that is not kept: its file is read again.
   * @template {'curve' | 'documents'} T
   * @param {T} what
   * @param {Row} row
   * @returns {Promise<Awaited<ReturnType<import('../worker/lane.js').LaneJobs[T]>>>}
   */
  async #asked(what, row) {
    const { key, index } = row;
    const [task, lane] = await Promise.all([this.#run.task(key), this.#lanes.idle()]);
    const made = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const payload = /** @type {any} */ ({ task, index, settings: settingsOf(row), made, engine: BATCH.engine });
    return lane.ask(what, payload);
  }

  /** @param {Row} row */
  async #open(row) {
    this.#table.mark(row.id);
    try {
      const { file } = await this.#run.task(row.key);
      this.#openOne({ file, row });
    } catch (error) {
      byId('batch-saved').textContent = BATCH.gone(row.path, error.message);
    }
  }

  #close() {
    this.#exports.cancel();
    this.#run.cancel();
    this.#lanes.end();
    this.#run = this.#begin();
    this.#rows.clear();
    this.#table.forget();
    this.#choose();
    this.#pane.hidden = true;
    this.#refresh();
  }
}

/** What was said of the file of a row when it was answered; since then it may be something else for others. @param {Row} row @returns {Settings} */
function settingsOf({ source, told }) {
  const ofPhotons = Object.keys(PHOTON_ENERGIES).find((name) => PHOTON_ENERGIES[name] === told?.photon_energy_ev);
  return { blocks: 'surveys', source: /** @type {Settings['source']} */ (source || (ofPhotons ?? '')), axis: told?.axis ?? '' };
}
