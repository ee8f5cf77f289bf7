// "What leaves this computer": nothing, how to check it, what the page loaded, and what it remembers.

import { byId, make } from './dom.js';
import { remembered } from './settings.js';
import { PRIVACY } from './words.js';

export class PrivacyView {
  #dialog = /** @type {HTMLDialogElement} */ (byId('privacy'));
  #ask;

  /** @param {() => Promise<string[]>} ask what the worker has loaded: addresses */
  constructor(ask) {
    this.#ask = ask;
    byId('privacy-open').addEventListener('click', () => this.#open());
    byId('privacy-close').addEventListener('click', () => this.#dialog.close());
    byId('privacy-policy').textContent = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '';
    window.addEventListener('settings-forgotten', () => this.#settings());
  }

  async #open() {
    this.#settings();
    byId('forgotten').textContent = '';
    this.#dialog.showModal();
    const worker = await this.#ask().catch(() => []);
    const page = [window.location.href, ...performance.getEntriesByType('resource').map((e) => e.name)];
    const base = new URL('./', window.location.href).href;
    const all = [...new Set([...page, ...worker].map((address) => address.split(/[?#]/)[0]))].filter((a) => !a.startsWith('blob:')).sort();
    const own = all.filter((address) => address.startsWith(base));
    byId('privacy-count').textContent = PRIVACY.loaded(own.length, all.length - own.length, base);
    byId('privacy-files').replaceChildren(...all.map((address) => make('li', {}, address.replace(base, './'))));
  }

  #settings() {
    byId('settings-there').textContent = PRIVACY.settings(remembered().length);
  }
}
