// What outlasts a visit: the address holds the view, and a spectrum is kept only if its user asks.

import { Address } from './address.js';
import { byId, fixed } from './dom.js';
import { forget, keep, kept } from './kept.js';
import { forgetSettings } from './settings.js';
import { SESSION } from './words.js';

/** @typedef {import('./address.js').Place} Place */
/** @typedef {import('./kept.js').Kept} Kept */

/**
 * What is on show, and how to have its bytes again.
 * @typedef {object} OnShow
 * @property {string} name of the file
 * @property {string} example name of the example; empty for a file of the user's own
 * @property {number} block its number in the file, from 1
 * @property {object | null} told
 * @property {string} source
 * @property {() => Promise<ArrayBuffer>} read
 */

/**
 * What the session does to the page.
 * @typedef {object} Page
 * @property {() => OnShow | null} onShow
 * @property {(name: string) => Promise<boolean>} openExample whether there is one of this name
 * @property {(spectrum: Kept) => Promise<void>} openKept
 * @property {(block: number, source: string) => Promise<void>} select
 * @property {(block: number) => boolean} has whether the file on show has it
 * @property {(symbol: string) => Promise<boolean>} knows whether the network answers for the element
 * @property {() => import('../pkg/speclens.js').Adjustments | undefined} settled what its user settles of the answer on show; undefined for nothing
 * @property {(settled: import('../pkg/speclens.js').Adjustments | undefined) => Promise<void>} settle
 * @property {(symbol: string | null) => void} choose
 * @property {(range: [number, number] | null) => void} show
 * @property {() => [number, number] | null} range in view
 * @property {(text: string) => void} problem
 */

const MEBI = 2 ** 20;

export class Session {
  #page;
  #address;
  #options = /** @type {HTMLFormElement | null} */ (document.getElementById('figure-options'));
  /** What the address named before anything else was shown. */
  #first;
  /** What an address named of a file that is not open: it waits for the next one that is opened. @type {Place | null} */
  #waiting;
  /** What is said of the kept spectrum. */
  #said = '';
  /** Name of the file that is kept. @type {string | null} */
  #kept = null;
  /** The chosen element. @type {string | undefined} */
  #element;
  /** A place is being gone to: what is shown on the way is not written. */
  #going = false;

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
    this.#address = new Address((place) => this.#visit(place));
    this.#first = this.#address.read();
    this.#waiting = this.#first.own ? this.#first : null;
    byId('keep').addEventListener('click', () => this.#keep());
    for (const button of document.querySelectorAll('[data-forget="spectrum"]')) button.addEventListener('click', () => this.#forget());
    for (const button of document.querySelectorAll('[data-forget="settings"]')) {
      button.addEventListener('click', () => {
        forgetSettings();
        byId('forgotten').textContent = SESSION.settingsForgotten;
      });
    }
  }

  /** The kept spectrum. */
  async look() {
    const spectrum = await kept();
    this.#sayKept(spectrum);
    return spectrum;
  }

  /**
   * Opens what the address names, else the kept spectrum. Answers whether there was any of both.
   * @param {Kept | null} spectrum
   */
  async begin(spectrum) {
    if (this.#first.example || !spectrum) return this.#go(this.#first);
    const waiting = this.#waiting;
    this.#waiting = null; // not for the kept one, unless it is of that
    await this.#page.openKept(spectrum);
    const opened = this.#page.onShow()?.example === '';
    const own = waiting?.own === 'kept' ? waiting : null;
    if (opened) await this.#arrange(own ?? { block: spectrum.block }, spectrum.source);
    this.#waiting = opened && own ? null : waiting;
    return opened;
  }

  /** Says what waits for its file, if anything does. */
  remind() {
    this.#say(this.#said);
    if (this.#waiting) this.#page.problem(SESSION.notHere);
  }

  /** Another file is on show: what waits for its file is gone to, where this may be that. */
  async opened() {
    const place = this.#waiting;
    if (!place || this.#page.onShow()?.example !== '') return;
    if (place.block && !this.#page.has(place.block)) return; // another file: that of the address may yet come
    this.#waiting = null;
    await this.#go(place);
    this.#say(SESSION.asNamed);
  }

  /** Another answer is on show: the whole of it, and no element chosen. */
  shown() {
    const now = this.#page.onShow();
    if (!now) return;
    this.#element = undefined;
    byId('keep').hidden = now.example !== '';
    this.#note({ example: now.example || undefined, own: this.#own(now), block: now.block, element: undefined, range: undefined, settled: this.#page.settled() });
  }

  /** @param {string | null} symbol */
  chosen(symbol) {
    this.#element = symbol ?? undefined;
    this.#note({ element: this.#element });
  }

  /** The view, or the way of drawing, has changed. */
  viewed() {
    this.#note({ range: this.#page.range() ?? undefined, figure: this.#drawn() });
  }

  /** @param {Place} changes */
  #note(changes) {
    if (!this.#going) this.#address.set(changes);
  }

  /** Its user changed the address: where nothing of it can be shown, that of what is on show comes back. @param {Place} place */
  async #visit(place) {
    if (await this.#go(place)) return;
    if (place.own) {
      this.#waiting = place;
      this.remind();
    }
    this.#note({});
  }

  /** Goes to a place of an example, or of the file on show; answers whether there is one. @param {Place} place */
  async #go(place) {
    if (place.example) {
      if (this.#page.onShow()?.example !== place.example && !(await this.#page.openExample(place.example))) return false;
      if (this.#page.onShow()?.example !== place.example) return true; // its user has opened something else meanwhile
    } else if (!place.own || this.#page.onShow()?.example !== '' || (place.block && !this.#page.has(place.block))) return false;
    await this.#arrange(place, '');
    return true;
  }

  /**
   * @param {Place} place
   * @param {string} source
   */
  async #arrange({ block, element, range, settled, figure }, source) {
    this.#going = true;
    try {
      if ((block && block !== this.#page.onShow()?.block) || source) await this.#page.select(block ?? 1, source);
      if (!block || block === this.#page.onShow()?.block) { // else there is no such block, or it is refused
        if (JSON.stringify(settled) !== JSON.stringify(this.#page.settled())) await this.#page.settle(settled);
        this.#draw(figure);
        const known = element && (await this.#page.knows(element)) ? element : undefined;
        if (known !== this.#element) this.#page.choose(known ?? null);
        this.#page.show(range ?? null);
      }
    } finally {
      this.#going = false;
    }
    const now = this.#page.onShow();
    this.#note({ example: now?.example || undefined, own: this.#own(now), block: now?.block, element: this.#element, settled: this.#page.settled() });
    this.viewed();
  }

  /** How the spectrum is drawn, where that is not the usual way. */
  #drawn() {
    const inputs = [...(this.#options?.querySelectorAll('input') ?? [])].filter((i) => i.checked !== i.defaultChecked && i.checked);
    return Object.fromEntries(inputs.map((i) => [i.name, i.type === 'checkbox' ? 'on' : i.value]));
  }

  /** Draws it the way that the address names; the rest as it was. @param {Record<string, string>} [figure] */
  #draw(figure = {}) {
    if (this.#options) this.#options.dataset.visit = '';
    for (const [name, value] of Object.entries(figure)) {
      const input = [...(this.#options?.querySelectorAll('input') ?? [])].find((i) => i.name === name && (i.type === 'checkbox' || i.value === value));
      if (input && !input.checked && !input.disabled) input.click();
    }
    delete this.#options?.dataset.visit;
  }

  async #keep() {
    const now = this.#page.onShow();
    if (!now) return;
    const { name, told, source, block, read } = now;
    try {
      const spectrum = { name, bytes: await read(), told, source, block };
      await keep(spectrum);
      this.#sayKept(spectrum);
      this.#note({ own: this.#own(this.#page.onShow()) });
    } catch (error) {
      this.#page.problem(SESSION.notKept(/** @type {Error} */ (error).message));
    }
  }

  async #forget() {
    await forget();
    this.#sayKept(null);
    this.#note({ own: this.#own(this.#page.onShow()) });
    this.#say(SESSION.forgotten);
  }

  /** @param {OnShow | null} now */
  #own(now) {
    if (now?.example !== '') return false;
    return now.name === this.#kept ? 'kept' : true;
  }

  /** @param {string} said of the kept spectrum */
  #say(said) {
    this.#said = said;
    byId('kept-said').textContent = [said, this.#waiting ? SESSION.notHere : ''].filter(Boolean).join(' ');
  }

  /** @param {Kept | null} spectrum */
  #sayKept(spectrum) {
    this.#kept = spectrum?.name ?? null;
    const said = spectrum ? SESSION.kept(spectrum.name, fixed(Math.max(0.1, spectrum.bytes.byteLength / MEBI), 1)) : '';
    this.#say(said);
    byId('kept-there').textContent = said || SESSION.nothingKept;
    for (const button of document.querySelectorAll('[data-forget="spectrum"]')) {
      if (button instanceof HTMLElement) button.hidden = !spectrum;
    }
  }
}
