// Files opened and blocks selected, one at a time: what comes after puts an end to what is under way.

import { fixed } from './dom.js';
import { Cancelled } from './engine.js';
import { exampleName } from './examples.js';
import { problemOf, showProblem } from './messages.js';
import { ask } from './question.js';
import { PAGE } from './words.js';

/** @typedef {import('./worker/analyses.js').Answer} Answer */
/** @typedef {import('./blocks.js').OpenFile & { example: string }} OpenFile example: its place among them; empty for a file of the user's own */
/** @typedef {import('./session.js').OnShow & { index: number }} OnShow */
/** @typedef {() => Promise<ArrayBuffer>} Read */
/** @typedef {{ name: string, example?: string, told?: object }} Opened a file's name, its place among the examples, and what its user says of it */

/**
 * What the page does about it.
 * @typedef {object} On
 * @property {(file: OpenFile) => void} opened another file is open
 * @property {(answer: Answer, how: { again: boolean, opened: boolean }) => void} answered shows it; `again`: the same spectrum, answered anew; `opened`: that of another file
 * @property {() => import('../pkg/speclens.js').Adjustments} asked what the next answer is to be given with
 * @property {() => void} refused no answer could be had: what was on show still is
 * @property {() => void} rested nothing is under way any more
 */

const MEBI = 2 ** 20;

export class Opening {
  #engine;
  #on;
  /** The file on show. @type {OpenFile | null} */
  #file = null;
  /** What the session is told of it. @type {OnShow | null} */
  #onShow = null;
  /** Id of the analysis on show; none before the first answer. */
  #shown = 0;
  /** The analysis under way. @type {AbortController | null} */
  #job = null;

  /**
   * @param {import('./engine.js').Engine} engine
   * @param {On} on
   */
  constructor(engine, on) {
    this.#engine = engine;
    this.#on = on;
  }

  get file() {
    return this.#file;
  }

  get onShow() {
    return this.#onShow;
  }

  get shown() {
    return this.#shown;
  }

  /** Whether nothing is open and nothing on its way. */
  get idle() {
    return !this.#file && !this.#job;
  }

  /** Which block is on show, by which source. @param {Pick<OnShow, 'index' | 'block' | 'source'>} what */
  note(what) {
    if (this.#onShow) this.#onShow = { ...this.#onShow, ...what };
  }

  /**
   * A file of the user's own.
   * @param {File} file
   * @param {number} largest bytes that are read
   * @param {object} [told] what its user says of it
   */
  async openFile(file, largest, told) {
    const mebibytes = (/** @type {number} */ bytes) => fixed(bytes / MEBI, 0);
    if (file.size > largest) {
      return showProblem(PAGE.tooLarge(file.name, mebibytes(file.size), mebibytes(largest)));
    }
    return this.open({ name: file.name, ...(told && { told }) }, () => file.arrayBuffer().catch((error) => {
      throw new Error(PAGE.unreadable(error.message));
    }));
  }

  /**
   * Opens a file.
   * @param {Opened} what
   * @param {Read} read gives its bytes
   */
  open(what, read) {
    return this.#analyse('open', what, read);
  }

  /**
   * Selects a block of the file that is open.
   * @param {number | undefined} index
   * @param {string} source
   * @param {import('../pkg/speclens.js').Adjustments} [adjustments] where they are others than those of the answer on show
   */
  select(index, source, adjustments = this.#on.asked()) {
    return this.#analyse('select', { index, source, adjustments, shown: this.#shown });
  }

  /**
   * A failure changes nothing on show.
   * @param {'open' | 'select'} type
   * @param {any} payload that of its type
   * @param {Read} [read]
   */
  async #analyse(type, payload, read) {
    this.#job?.abort();
    const job = (this.#job = new AbortController());
    document.documentElement.dataset.busy = 'true';
    try {
      const bytes = await read?.();
      if (job.signal.aborted) return;
      const transfer = bytes ? [bytes] : [];
      const answer = await this.#engine.request(type, { ...payload, bytes }, { transfer, signal: job.signal });
      if (job.signal.aborted) return;
      if (answer.question) {
        showProblem(null);
        if (read) this.#question(answer.question, payload, read);
        return;
      }
      if (answer.file && read) this.#opened(answer.file, answer.index, payload, read);
      this.#shown = answer.shown;
      this.#engine.request('accept', { shown: answer.shown }).catch(() => {}); // fails in a crash only, which is said
      showProblem(null);
      this.#on.answered(answer, { again: type === 'select' && this.#onShow?.index === answer.index, opened: type === 'open' });
    } catch (error) {
      if (error instanceof Cancelled || job.signal.aborted) return;
      this.#on.refused();
      const told = problemOf(type === 'open' ? payload.name : this.#file?.name, error.message);
      showProblem(this.#file ? PAGE.stillShown(told) : told, error.holds);
    } finally {
      if (this.#job === job) {
        this.#job = null;
        this.#on.rested();
        document.documentElement.dataset.busy = 'false';
      }
    }
  }

  /**
   * @param {import('../pkg/speclens.js').FileList} file
   * @param {number} index of its block that is answered
   * @param {Opened} what
   * @param {Read} read
   */
  #opened(file, index, { name, example = '', told = undefined }, read) {
    this.#file = { ...file, simulated: example !== '', example };
    this.#on.opened(this.#file);
    this.#onShow = { name, example: example && exampleName(name), told: told ?? null, read, index, block: 0, source: '' };
  }

  /**
   * Opens the file once its user has said what it does not.
   * @param {import('./question.js').Question} what
   * @param {Opened} payload
   * @param {Read} read
   */
  async #question(what, payload, read) {
    const told = await ask(payload.name, what);
    if (told) await this.open({ ...payload, told }, read);
  }
}
