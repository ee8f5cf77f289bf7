// The address of the page: after its `#` stands which view is on show, never what a file holds or is called.

/**
 * @typedef {object} Place
 * @property {string} [example] name of the example
 * @property {boolean | 'kept'} [own] a file of the user's own; whether it is that which is kept for the next visit
 * @property {number} [block] number of the block in its file, from 1
 * @property {string} [element] the chosen element
 * @property {[number, number]} [range] of binding energy in view, eV
 * @property {import('../pkg/speclens.js').Adjustments} [settled] what its user settles of the answer, where that is anything
 * @property {Record<string, string>} [figure] how the spectrum is drawn, where it is not drawn as usual
 */

/** Browsers take no more than a few changes of the address a second, ms. */
const PAUSE = 250;
/** Choices of how the spectrum is drawn. */
const FIGURE = ['scale', 'unit', 'axis', 'background'];
/** Grounds of a calibration; any other is taken as set by hand. */
const BASES = /** @type {const} */ (['carbon_c1s', 'gold_au4f', 'fermi_edge', 'fit', 'casa_xps']);
const SYMBOL = /^[A-Z][a-z]?$/;

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
    ...(said.has('own') && !said.get('example') && { own: said.get('own') === 'kept' ? /** @type {const} */ ('kept') : true }),
    ...(Number.isInteger(block) && block > 0 && { block }),
    ...(SYMBOL.test(said.get('element') ?? '') && { element: String(said.get('element')) }),
    ...(Number.isFinite(to - from) && from < to && { range: /** @type {[number, number]} */ ([from, to]) }),
    ...(Object.keys(figure).length > 0 && { figure }),
    ...settled(said),
  };
}

/**
 * What an address says of the energy axis, and of elements left out and counted in.
 * @param {URLSearchParams} said
 * @returns {Pick<Place, 'settled'>}
 */
function settled(said) {
  const shift = said.get('shift') ? Number(said.get('shift')) : NaN;
  /** @type {import('../pkg/speclens.js').CalibrationBasis} */
  const basis = BASES.find((b) => b === said.get('basis')) ?? 'typed';
  const symbols = (/** @type {string} */ name) => [...new Set((said.get(name) ?? '').split(' ').filter((s) => SYMBOL.test(s)))];
  const excluded = symbols('out');
  const constraints = { excluded, included: symbols('in').filter((s) => !excluded.includes(s)) };
  const calibration = Number.isFinite(shift) ? { shift_ev: shift, basis } : null;
  const any = calibration || constraints.excluded.length > 0 || constraints.included.length > 0;
  return any ? { settled: { calibration, constraints } } : {};
}

/**
 * The address of a place, with its `#`.
 * @param {Place} place
 */
export function written({ example, own, block, element, range, settled: its, figure = {} }) {
  const { calibration = null, constraints = { excluded: [], included: [] } } = its ?? {};
  const said = new URLSearchParams({
    ...(example && { example }),
    ...(own && { own: own === 'kept' ? 'kept' : '' }),
    ...(block && { block: String(block) }),
    ...(element && { element }),
    ...(range && { from: range[0].toFixed(2), to: range[1].toFixed(2) }),
    ...(calibration && { shift: String(Number(calibration.shift_ev.toFixed(4))), basis: calibration.basis }),
    ...(constraints.excluded.length > 0 && { out: constraints.excluded.join(' ') }),
    ...(constraints.included.length > 0 && { in: constraints.included.join(' ') }),
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
