// <speclens-viewer src="survey.vms" element="Fe">: a spectrum, answered, in any page. This is the one
// file that a page has to load; attributes and events stand in docs/embedding.md, their types in types.d.ts.

import { EMBED } from '../words.js';
import { answered, released } from './answering.js';
import { crashes, shared } from './engine.js';
import { Failure, failureOf } from './failure.js';
import { allowed, checkSize, fetched, nameOf } from './fetching.js';
import { Figure } from './figure.js';
import { watch } from './look.js';
import { Panel } from './panel.js';
import { ATTRIBUTES, OF_THE_ANSWER, elementOf, themeOf, wantedBy } from './settings.js';
import { Showing } from './showing.js';

/** @typedef {import('./types.d.ts').ShownAnswer} ShownAnswer */
/** @typedef {import('./types.d.ts').ViewerEvents} ViewerEvents */
/** @typedef {(largest: number, signal: AbortSignal) => Promise<import('./fetching.js').Fetched>} Read */

export class SpeclensViewer extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  #panel = new Panel(this.attachShadow({ mode: 'open' }), (symbol) => this.#choose(symbol));
  /** @type {Figure | null} */
  #figure = null;
  /** What is on show. @type {Showing | null} */
  #showing = null;
  /** Gives the bytes that the page handed over; null where `src` names them. @type {{ name: string, read: Read } | null} */
  #given = null;
  /** @type {AbortController | null} */
  #job = null;
  #queued = false;
  /** Whether nothing is shown for a reason that any attribute may mend. */
  #mendable = false;
  #unwatch = () => {};
  #crashed = (/** @type {string} */ reason) => this.#fail(new Failure('crash', EMBED.crashed(reason)));

  connectedCallback() {
    this.#unwatch = watch(() => this.#figure?.redraw());
    crashes.add(this.#crashed);
    this.#loadSoon();
  }

  disconnectedCallback() {
    this.#unwatch();
    crashes.delete(this.#crashed);
    this.#job?.abort();
    this.#drop();
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} now
   */
  attributeChangedCallback(name, before, now) {
    if (!this.isConnected || before === now) return;
    if (name === 'src') this.#given = null;
    if (OF_THE_ANSWER.includes(name) || this.#mendable) this.#loadSoon();
    else if (name === 'element') this.#tried(() => this.#showing?.choose(elementOf(now)));
    else this.#tried(() => this.#figure?.theme(themeOf(now)));
  }

  /**
   * Shows a spectrum that the page has already.
   * @param {ArrayBuffer | Uint8Array<ArrayBuffer> | Blob} bytes
   * @param {string} name of its file
   */
  open(bytes, name) {
    const blob = new Blob([bytes]);
    this.#given = {
      name,
      read: async (largest) => {
        checkSize(blob.size, largest, name);
        return { name, bytes: await blob.arrayBuffer() };
      },
    };
    this.#loadSoon();
  }

  /** @returns {ShownAnswer | null} */
  get answer() {
    return this.#showing?.told ?? null;
  }

  /** Once for all attributes that are set in one go. */
  #loadSoon() {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      if (this.isConnected) this.#load();
    });
  }

  async #load() {
    this.#job?.abort();
    const job = (this.#job = new AbortController());
    this.#drop();
    this.#mendable = false;
    this.#panel.clear();
    try {
      const wanted = wantedBy((name) => this.getAttribute(name));
      const { name, read } = this.#given ?? this.#named(wanted.src);
      if (!read) return;
      this.#looked(); // what is wrong with them is said at once
      this.#panel.clear(name);
      this.#tell('speclens-loading', { src: this.#given ? '' : wanted.src });
      const { wasm, engine } = await shared();
      const file = await read(wasm.largest_file_bytes(), job.signal);
      const answer = await answered(engine, file, wanted, job.signal);
      if (job.signal.aborted) return released(engine, answer.shown);
      this.#figure ??= new Figure(wasm, this.#panel.parts);
      const { element, theme } = this.#looked(); // they may have been set meanwhile
      this.#figure.theme(theme);
      this.#showing = new Showing(engine, answer, this.#panel, this.#figure, (type, detail) => this.#tell(type, detail));
      this.#tell('speclens-answer', this.#showing.told);
      if (element) this.#showing.choose(element);
    } catch (error) {
      if (!job.signal.aborted) this.#fail(failureOf(/** @type {Error} */ (error), 'not_read'));
    }
  }

  /** What the attributes say that ask for no other answer. */
  #looked() {
    return { element: elementOf(this.getAttribute('element')), theme: themeOf(this.getAttribute('theme')) };
  }

  /**
   * What `src` names.
   * @param {string} src
   * @returns {{ name: string, read: Read | null }}
   */
  #named(src) {
    if (src === '') return { name: '', read: null };
    const url = allowed(src);
    return { name: nameOf(url), read: (largest, signal) => fetched(url, largest, signal) };
  }

  /** By its user: the attribute says it then. Once more, and none is chosen. @param {string} symbol */
  #choose(symbol) {
    if (elementOf(this.getAttribute('element')) === symbol) this.removeAttribute('element');
    else this.setAttribute('element', symbol);
  }

  /** @param {() => void} act */
  #tried(act) {
    try {
      act();
    } catch (error) {
      this.#fail(failureOf(/** @type {Error} */ (error), 'attribute'));
    }
  }

  /** @param {Failure} failure */
  #fail(failure) {
    this.#job?.abort();
    this.#drop();
    this.#mendable = failure.code === 'attribute' || failure.code === 'crash';
    this.#panel.problem(failure.message);
    this.#tell('speclens-error', { code: failure.code, message: failure.message });
  }

  #drop() {
    this.#showing?.end();
    this.#showing = null;
  }

  /**
   * @template {keyof ViewerEvents} T
   * @param {T} type
   * @param {ViewerEvents[T]} detail
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

// A page may load the script twice, from two places: the first one counts.
if (!customElements.get('speclens-viewer')) customElements.define('speclens-viewer', SpeclensViewer);
