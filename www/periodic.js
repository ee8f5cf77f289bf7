// The periodic table, coloured by how well a survey tells each element.

import { byId, fixed, make } from './dom.js';
import { ADJUSTMENTS, PERIODIC } from './words.js';

/** @typedef {import('../pkg/speclens.js').Classes} Classes */
/** @typedef {Classes['elements'][number]} ClassedElement */
/** @typedef {{ element: ClassedElement, button?: HTMLButtonElement }} Known */
/** @typedef {import('./adjustments.js').Constraint} Constraint */

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

export class PeriodicView {
  #pane = byId('periodic');
  #ask;
  #on;
  /** Element that is told of. @type {string | null} */
  #told = null;
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
   * @param {{
   *   explain: (symbol: string) => void, mark: (symbol: string) => void,
   *   settled: (symbol: string) => Constraint | null, settle: (symbol: string, how: Constraint | null) => void,
   * }} on an element's FIS is asked for, its lines are to be marked, how it is settled, and that it is to be
   */
  constructor(ask, on) {
    this.#ask = ask;
    this.#on = on;
    byId('periodic-legend').append(...Object.entries(PERIODIC.meaning).map(([name, text]) => make('li', {},
      make('span', { className: `class class-${name}` }, name), text)));
  }

  /**
   * A new answer of the network `model`: the elements found are framed.
   * @param {string} model
   * @param {string[]} found
   * @param {boolean} again whether the same spectrum was answered anew: what is told of stays marked
   */
  async show(model, found, again) {
    this.#found = found;
    if (!again) this.#forget();
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
    this.#showSettled();
    if (again && this.#told) this.#on.mark(this.#told);
  }

  /** @param {Classes} classes */
  #draw(classes) {
    byId('periodic-model').textContent = PERIODIC.network(classes.model);
    byId('periodic-element').replaceChildren();
    this.#elements = new Map(classes.elements.map((e) => [e.symbol, { element: e }]));
    byId('periodic-table').replaceChildren(...ROWS.flatMap((row) => row.split(' ').map((symbol) => this.#cell(symbol))));
  }

  /** @param {string} symbol */
  #cell(symbol) {
    if (symbol === '.') return make('span', { attributes: { 'aria-hidden': 'true' } });
    const known = this.#elements.get(symbol);
    if (!known) return make('span', { className: 'unseen', title: PERIODIC.unseen(symbol) }, symbol);
    const { element } = known;
    const button = make('button', {
      type: 'button',
      className: `class-${element.class}`,
      title: PERIODIC.title(symbol, element.class),
      data: { symbol, class: element.class },
      attributes: { 'aria-pressed': 'false', 'aria-label': PERIODIC.name(symbol, element.class, []) },
    }, symbol);
    button.addEventListener('click', () => this.#tell(symbol));
    known.button = button;
    return button;
  }

  /** @param {string} symbol */
  #tell(symbol) {
    this.#told = symbol;
    for (const [other, { button }] of this.#elements) button?.setAttribute('aria-pressed', String(other === symbol));
    const e = this.#elements.get(symbol)?.element;
    if (!e) return;
    const share = (/** @type {number} */ x) => `${fixed(100 * x, 0)} %`;
    const lines = e.used.slice(0, 5).map((l) => PERIODIC.line(l.line, fixed(l.energy_ev, 0), share(l.share)));
    const overlaps = e.overlaps.slice(0, 4).map((o) => PERIODIC.overlap(o.with, o.line, share(o.meets)));
    const confused = e.confused_with.filter((c) => c.share >= 0.02).slice(0, 3).map((c) => `${c.symbol} ${share(c.share)}`);
    /** @type {[string, string][]} */
    const said = [
      [PERIODIC.told(symbol, e.class), e.advice],
      [PERIODIC.lines, lines.join(', ')],
      ...(overlaps.length > 0 ? [/** @type {[string, string]} */ ([PERIODIC.overlapped, overlaps.join(', ')])] : []),
      [PERIODIC.recall(share(e.recall), e.spectra, confused), ''],
    ];
    const explain = make('button', { type: 'button', className: 'explain' }, this.#found.includes(symbol) ? PERIODIC.explain(symbol) : PERIODIC.whyNot(symbol));
    explain.addEventListener('click', () => this.#on.explain(symbol));
    byId('periodic-element').replaceChildren(
      ...said.map(([name, text]) => make('p', {}, make('strong', {}, name), ` ${text}`)),
      make('div', { className: 'actions' }, explain, this.#settle(symbol)));
    this.#on.mark(symbol);
  }

  /**
   * The choice whether the network decides about an element.
   * @param {string} symbol
   */
  #settle(symbol) {
    const now = this.#on.settled(symbol);
    const choice = (/** @type {Constraint | null} */ how, /** @type {string} */ text) => {
      const radio = make('input', { type: 'radio', name: 'settle', value: how ?? '', checked: how === now });
      radio.addEventListener('change', () => this.#on.settle(symbol, how));
      return make('label', {}, radio, ` ${text}`);
    };
    return make('fieldset', { className: 'settle' },
      make('legend', {}, ADJUSTMENTS.settle),
      choice(null, ADJUSTMENTS.byNetwork),
      choice('excluded', ADJUSTMENTS.out),
      choice('included', ADJUSTMENTS.in));
  }

  /** Another spectrum: no element is told of. */
  #forget() {
    this.#told = null;
    for (const { button } of this.#elements.values()) button?.setAttribute('aria-pressed', 'false');
    byId('periodic-element').replaceChildren();
  }

  /** Marks what the user settles. */
  #showSettled() {
    for (const [symbol, { element, button }] of this.#elements) {
      const how = this.#on.settled(symbol);
      if (button && how) button.dataset.settled = how;
      else delete button?.dataset.settled;
      const states = [...(this.#found.includes(symbol) ? [PERIODIC.found] : []), ...(how ? [PERIODIC.settled[how]] : [])];
      button?.setAttribute('aria-label', PERIODIC.name(symbol, element.class, states));
      if (this.#told === symbol) {
        const radio = byId('periodic-element').querySelector(`input[value="${how ?? ''}"]`);
        if (radio instanceof HTMLInputElement) radio.checked = true;
        const explain = byId('periodic-element').querySelector('.explain');
        if (explain) explain.textContent = this.#found.includes(symbol) ? PERIODIC.explain(symbol) : PERIODIC.whyNot(symbol);
      }
    }
  }
}
