// What is saved of a batch: tables, and an archive of reports and figures. A worker of its own writes them.

import { byId, readable } from '../dom.js';
import { save } from '../save.js';
import { BATCH } from '../words.js';
import { Asked } from './asked.js';

/** @typedef {import('./rows.js').Row} Row */
/** @typedef {Asked<import('../worker/packer.js').PackerJobs>} Packer */

/** Rows that go to the packer in one message: more would hold up the page. */
const SLICE = 200;
/** Spectra of an archive, two files each: it counts its files with 16 bits. */
const MOST = 32_000;
/** Reports that are made at the same time. */
const AT_ONCE = 4;

/**
 * What it asks of the batch.
 * @typedef {object} Asks
 * @property {() => Row[]} rows those on show
 * @property {() => Row[]} chosen
 * @property {(row: Row) => Promise<{ report: string, figure: string }>} documents
 */

export class Exports {
  #ask;
  #said = byId('batch-saved');
  /** Not announced: it changes with each report. */
  #progress = byId('batch-packing');
  #cancel = byId('batch-save-cancel');
  #buttons = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll('[data-batch-save]')]);
  #cancelled = false;

  /** @param {Asks} ask */
  constructor(ask) {
    this.#ask = ask;
    for (const button of this.#buttons) button.addEventListener('click', () => this.#save(button.dataset.batchSave ?? ''));
    this.#cancel.addEventListener('click', () => this.cancel());
  }

  /** Whatever is being saved is not. */
  cancel() {
    this.#cancelled = true;
  }

  /** @param {string} what */
  async #save(what) {
    this.#cancelled = false;
    this.#said.textContent = '';
    for (const button of this.#buttons) button.disabled = true;
    this.#cancel.hidden = false;
    /** @type {Packer} */
    const packer = new Asked(new URL('../worker/packer.js', import.meta.url));
    try {
      const name = `speclens-batch.${what}`;
      const blob = what === 'zip' ? await this.#archive(packer) : await this.#table(packer, /** @type {any} */ (what));
      this.#stopIfCancelled();
      save(name, blob);
      this.#said.textContent = BATCH.saved(name);
    } catch (error) {
      this.#said.textContent = this.#cancelled ? BATCH.notSaved : BATCH.saveFailed(error.message);
    } finally {
      packer.end();
      this.#progress.textContent = '';
      for (const button of this.#buttons) button.disabled = false;
      this.#cancel.hidden = true;
    }
  }

  /**
   * @param {Packer} packer
   * @param {'csv' | 'json' | 'xlsx'} as
   */
  async #table(packer, as) {
    await this.#hand(packer, this.#ask.rows());
    return packer.ask('table', { as });
  }

  /** @param {Packer} packer */
  async #archive(packer) {
    const chosen = this.#ask.chosen();
    const rows = (chosen.length > 0 ? chosen : this.#ask.rows()).filter((row) => row.index >= 0 && row.state !== 'failed');
    if (rows.length > MOST) throw new Error(BATCH.tooManyReports(readable(rows.length), readable(MOST)));
    await this.#hand(packer, chosen.length > 0 ? chosen : this.#ask.rows());
    /** @type {string[]} */
    const failed = [];
    let next = 0;
    let done = 0;
    let first = true;
    const work = async () => {
      for (let row = rows[next++]; row; row = rows[next++]) {
        this.#stopIfCancelled();
        this.#progress.textContent = BATCH.packing(done, rows.length);
        const made = row;
        const documents = await this.#ask.documents(made).catch((error) => {
          failed.push(`${made.path}: ${error.message}`);
          return null;
        });
        if (documents) {
          // With the ending: a.vms and a.spe are two files.
          const stem = `${made.path.replace(/[\\:]/g, '_')}-block${made.block}`;
          const begin = first;
          first = false;
          await packer.ask('add', { first: begin, files: [{ name: `${stem}-report.html`, text: documents.report }, { name: `${stem}.svg`, text: documents.figure }] });
        }
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (failed.length > 0) {
      await packer.ask('add', { first, files: [{ name: 'not-written.txt', text: `${failed.join('\n')}\n` }] });
    }
    return packer.ask('finish', {});
  }

  /**
   * @param {Packer} packer
   * @param {Row[]} rows
   */
  async #hand(packer, rows) {
    for (let at = 0; at < rows.length || at === 0; at += SLICE) {
      this.#stopIfCancelled();
      await packer.ask('rows', { more: rows.slice(at, at + SLICE), first: at === 0 });
    }
  }

  #stopIfCancelled() {
    if (this.#cancelled) throw new Error(BATCH.notSaved);
  }
}
