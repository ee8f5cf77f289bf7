// The periodic table, coloured by how well a survey tells each element.

import { byId, fixed, make } from './dom.js';

/** @typedef {import('../pkg/speclens.js').Classes} Classes */
/** @typedef {Classes['elements'][number]} ClassedElement */
/** @typedef {{ element: ClassedElement, button?: HTMLButtonElement }} Known */

/** Rows of the table; `.` is an empty place. The last two are the lanthanides and the actinides. */
const ROWS = [
  'H . . . . . . . . . . . . . . . . He',
  'Li Be . . . . . . . . . . B C N O F Ne',
  'Na Mg . . . . . . . . . . Al Si P S Cl Ar',
  'K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr',
  'Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe',
  'Cs Ba . Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi . . .',
  '. . La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu .',
  '. . . Th . U . . . . . . . . . . . .',
];
const MEANING = {
  I: 'strongest line free',
  II: 'strongest line overlapped, another one free',
  III: 'no line free, a pattern of several',
  IV: 'ambiguous or too weak: narrow scan or another technique',
};

export class PeriodicView {
  #pane = byId('periodic');
  #ask;
  #onExplain;
  /** Network whose classes are drawn. @type {string | null} */
  #model = null;
  /** @type {string | null} */
  #wanted = null;
  /** @type {string[]} */
  #found = [];
  /** @type {Map<string, Known>} */
  #elements = new Map();

  /**
   * @param {() => Promise<Classes | null>} ask the classes of the network that answered
   * @param {(symbol: string) => void} onExplain an element's FIS is asked for
   */
  constructor(ask, onExplain) {
    this.#ask = ask;
    this.#onExplain = onExplain;
    byId('periodic-legend').append(...Object.entries(MEANING).map(([name, text]) => make('li', {},
      make('span', { className: `class class-${name}` }, name), text)));
  }

  /**
   * A new answer of the network `model`: the elements found are framed.
   * @param {string} model
   * @param {string[]} found
   */
  async show(model, found) {
    this.#found = found;
    this.#wanted = model;
    if (model !== this.#model) {
      const classes = await this.#ask().catch(() => null); // advice only: an answer needs none
      if (this.#wanted !== model) return;
      this.#pane.hidden = !classes;
      if (!classes) return;
      this.#model = model;
      this.#draw(classes);
    }
    for (const [symbol, { button }] of this.#elements) button?.classList.toggle('found', this.#found.includes(symbol));
  }

  /** @param {Classes} classes */
  #draw(classes) {
    byId('periodic-model').textContent = `the network ${classes.model}`;
    byId('periodic-element').replaceChildren();
    this.#elements = new Map(classes.elements.map((e) => [e.symbol, { element: e }]));
    byId('periodic-table').replaceChildren(...ROWS.flatMap((row) => row.split(' ').map((symbol) => this.#cell(symbol))));
  }

  /** @param {string} symbol */
  #cell(symbol) {
    if (symbol === '.') return make('span', { attributes: { 'aria-hidden': 'true' } });
    const known = this.#elements.get(symbol);
    if (!known) return make('span', { className: 'unseen', title: `${symbol}: the network does not answer for it` }, symbol);
    const { element } = known;
    const button = make('button', {
      type: 'button',
      className: `class-${element.class}`,
      title: `${symbol}: class ${element.class}`,
      data: { symbol, class: element.class },
      attributes: { 'aria-pressed': 'false', 'aria-label': `${symbol}, class ${element.class}` },
    }, symbol);
    button.addEventListener('click', () => this.#tell(symbol));
    known.button = button;
    return button;
  }

  /** @param {string} symbol */
  #tell(symbol) {
    for (const [other, { button }] of this.#elements) button?.setAttribute('aria-pressed', String(other === symbol));
    const e = this.#elements.get(symbol)?.element;
    if (!e) return;
    const share = (/** @type {number} */ x) => `${fixed(100 * x, 0)} %`;
    const lines = e.used.slice(0, 5).map((l) => `${l.line} ${fixed(l.energy_ev, 0)} eV (${share(l.share)} of the evidence)`);
    const overlaps = e.overlaps.slice(0, 4).map((o) => `${o.with} on ${o.line} (in ${share(o.meets)} of its samples)`);
    const confused = e.confused_with.filter((c) => c.share >= 0.02).slice(0, 3).map((c) => `${c.symbol} ${share(c.share)}`);
    /** @type {[string, string][]} */
    const said = [
      [`${symbol}, class ${e.class}: ${MEANING[e.class]}.`, e.advice],
      ['Lines:', lines.join(', ')],
      ...(overlaps.length > 0 ? [/** @type {[string, string]} */ (['Overlapped by:', overlaps.join(', ')])] : []),
      [`Found in ${share(e.recall)} of ${e.spectra} simulated spectra with at least 2 at.% of it${confused.length > 0 ? `; answered wrongly beside it: ${confused.join(', ')}` : ''}.`, ''],
    ];
    const explain = make('button', { type: 'button' }, this.#found.includes(symbol) ? `Lines and FIS of ${symbol}` : `FIS of ${symbol}: why is it not found?`);
    explain.addEventListener('click', () => this.#onExplain(symbol));
    byId('periodic-element').replaceChildren(...said.map(([name, text]) => make('p', {}, make('strong', {}, name), ` ${text}`)), explain);
  }
}
