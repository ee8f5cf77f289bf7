// The address of the page: after its `#` stands which view is on show, never what a file holds or is called.

/**
 * @typedef {object} Place
 * @property {string} [example] name of the example
 * @property {boolean} [own] a file of the user's own
 * @property {number} [block] number of the block in its file, from 1
 * @property {string} [element] the chosen element
 * @property {[number, number]} [range] of binding energy in view, eV
 * @property {Record<string, string>} [figure] how the spectrum is drawn, where it is not drawn as usual
 */

/** Browsers take no more than a few changes of the address a second, ms. */
const PAUSE = 250;
/** Choices of how the spectrum is drawn. */
const FIGURE = ['scale', 'unit', 'axis', 'background'];

/**
 * What an address names; what it should not be is left out.
 * @param {string} hash with its `#`
 * @returns {Place}
 */
export function read(hash) {
  const said = new URLSearchParams(hash.replace(/^#/, ''));
  const number = (/** @type {string} */ name) => (said.get(name) ? Number(said.get(name)) : NaN);
  const [block, from, to] = [number('block'), number('from'), number('to')];
  const figure = Object.fromEntries(FIGURE.flatMap((name) => (said.has(name) ? [[name, String(said.get(name))]] : [])));
  return {
    ...(said.get('example') && { example: String(said.get('example')) }),
    ...(said.has('own') && { own: true }),
    ...(Number.isInteger(block) && block > 0 && { block }),
    ...(/^[A-Z][a-z]?$/.test(said.get('element') ?? '') && { element: String(said.get('element')) }),
    ...(Number.isFinite(to - from) && from < to && { range: /** @type {[number, number]} */ ([from, to]) }),
    ...(Object.keys(figure).length > 0 && { figure }),
  };
}

/**
 * The address of a place, with its `#`.
 * @param {Place} place
 */
export function written({ example, own, block, element, range, figure = {} }) {
  const said = new URLSearchParams({
    ...(example && { example }),
    ...(own && { own: '' }),
    ...(block && { block: String(block) }),
    ...(element && { element }),
    ...(range && { from: range[0].toFixed(2), to: range[1].toFixed(2) }),
    ...figure,
  });
  return `#${said}`.replace(/\bown=(?=&|$)/, 'own');
}

export class Address {
  /** @type {Place} */
  #place = {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {(place: Place) => void} onChange its user went to another one */
  constructor(onChange) {
    window.addEventListener('hashchange', () => {
      clearTimeout(this.#timer);
      onChange(this.read());
    });
    window.addEventListener('pagehide', () => this.#write());
  }

  /** What the address names now. */
  read() {
    return read(window.location.hash);
  }

  /**
   * Other things are on show.
   * @param {Place} changes what is undefined is not named any more
   */
  set(changes) {
    this.#place = { ...this.#place, ...changes };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#write(), PAUSE);
  }

  #write() {
    clearTimeout(this.#timer);
    const hash = written(this.#place);
    if (hash !== '#' && hash !== window.location.hash) window.history.replaceState(null, '', hash);
  }
}
