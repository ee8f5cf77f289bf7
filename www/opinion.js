// The second opinion: areas of lines, the amounts by them, and what they say of each element.

import { byId, fixed, make, readable } from './dom.js';
import { Cancelled } from './engine.js';
import { OPINION, RESULTS } from './words.js';

/** @typedef {import('../pkg/speclens.js').Conventional} Conventional */
/** @typedef {import('../pkg/speclens.js').ElementOpinion} ElementOpinion */
/** @typedef {import('../pkg/speclens.js').UnexplainedPeak} UnexplainedPeak */

/** @typedef {import('../pkg/speclens.js').UserWindow} UserWindow */
/** @typedef {[from: number, to: number]} Window eV */

const DOUBTFUL = ['differs', 'line_missing', 'not_seen'];

/**
 * Whether the lines contradict the network, or fail to support it.
 * @param {ElementOpinion} opinion
 */
export const isDoubtful = ({ reading }) => DOUBTFUL.includes(reading);

/** Largest table of sensitivity factors that is read, bytes. */
const LARGEST_TABLE = 1 << 20;

export class OpinionView {
  #panel = byId('opinion');
  #list = byId('opinion-said');
  #ask;
  #on;
  /** Windows of the user's for elements of the answer on show: symbol → ends. @type {Map<string, Window>} */
  #windows = new Map();
  /** The user's sensitivity factors, kept from answer to answer. @type {{ name: string, text: string } | null} */
  #factors = null;
  /** What is shown now; a later answer is for something else. */
  #answer = 0;

  /**
   * @param {(choices: { windows: UserWindow[], factors: string | null }) => Promise<Conventional>} ask the second opinion with
   *   these choices
   * @param {{ changed: (opinion: Conventional) => void, problem: (text: string | null) => void,
   *   drag: (take: (ends: Window) => void) => void }} on told of another one, of what went wrong, and that a window
   *   shall be dragged
   */
  constructor(ask, on) {
    this.#ask = ask;
    this.#on = on;
    byId('opinion-reset').addEventListener('click', () => {
      this.#windows.clear();
      this.#again();
    });
    byId('opinion-factors').addEventListener('change', () => this.#read(byId('opinion-factors')));
    byId('opinion-no-factors').addEventListener('click', () => {
      this.#factors = null;
      this.#again();
    });
  }

  /**
   * Another answer, or none to have a second opinion on; and the peaks that nothing in it explains.
   * @param {Conventional} [opinion]
   * @param {UnexplainedPeak[]} [unexplained]
   */
  show(opinion, unexplained = []) {
    this.#answer += 1;
    this.#windows.clear();
    this.#panel.hidden = !opinion;
    byId('unexplained').hidden = unexplained.length === 0;
    byId('unexplained').replaceChildren(...unexplained.map(({ text }) => make('li', { className: 'doubtful' }, text)));
    if (!opinion) return;
    this.#draw(opinion);
    if (this.#factors) this.#again();
  }

  /** @param {Conventional} opinion */
  #draw({ elements, pairs, transmission, unit, unused }) {
    const measured = elements.filter((e) => e.area || this.#windows.has(e.element));
    byId('opinion-transmission').textContent = OPINION.transmission[transmission];
    byId('opinion-scroll').hidden = measured.length === 0;
    byId('areas').tHead.replaceChildren(make('tr', {}, ...head(pairs, RESULTS.areaUnits[unit])));
    const rows = measured.map((e) => row(e, pairs.length, this.#windows.get(e.element), (ends) => this.#set(e.element, ends),
      () => this.#on.drag((ends) => this.#set(e.element, ends))));
    byId('areas').tBodies[0].replaceChildren(...rows);
    this.#list.replaceChildren(...elements.map(sentence));
    byId('opinion-reset').hidden = this.#windows.size === 0;
    byId('opinion-no-factors').hidden = !this.#factors;
    byId('opinion-factors-name').textContent = this.#factors?.name ?? '';
    byId('opinion-unused').textContent = unused.map((u) => OPINION.note(u)).join(' ');
  }

  /**
   * The user sets the window of an element.
   * @param {string} symbol
   * @param {Window} ends
   */
  #set(symbol, [from, to]) {
    if (!(Number.isFinite(from) && Number.isFinite(to) && from < to)) {
      this.#on.problem(OPINION.badWindow(symbol, from, to));
      return;
    }
    this.#windows.set(symbol, [from, to]);
    this.#again();
  }

  /** @param {HTMLInputElement} input */
  async #read(input) {
    const [file] = input.files ?? [];
    input.value = ''; // the same file again is a change, too
    if (!file) return;
    if (file.size > LARGEST_TABLE) {
      this.#on.problem(OPINION.tooLarge(file.name, file.size));
      return;
    }
    const before = this.#factors;
    try {
      this.#factors = { name: file.name, text: await file.text() };
    } catch {
      this.#on.problem(OPINION.gone(file.name));
      return;
    }
    const given = this.#factors;
    if (!await this.#again() && this.#factors === given) this.#factors = before;
  }

  /** Asks with what the user chose; whether it was answered. */
  async #again() {
    const answer = this.#answer;
    const windows = [...this.#windows].map(([element, ends]) => ({ element, window_ev: ends }));
    try {
      const opinion = await this.#ask({ windows, factors: this.#factors?.text ?? null });
      if (answer !== this.#answer) return true;
      const focused = document.activeElement?.getAttribute('aria-label');
      this.#draw(opinion);
      if (focused) this.#panel.querySelector(`[aria-label="${focused}"]`)?.focus();
      this.#on.changed(opinion);
      this.#on.problem(null);
      return true;
    } catch (error) {
      if (error instanceof Cancelled || answer !== this.#answer) return false;
      this.#on.problem(OPINION.failed(error.message));
      return false;
    }
  }

  /**
   * Opens the panel at the sentence on this element.
   * @param {string} symbol
   */
  reveal(symbol) {
    this.#panel.open = true;
    const said = this.#list.querySelector(`[data-symbol="${symbol}"]`);
    said?.focus({ preventScroll: true });
    said?.scrollIntoView({ block: 'nearest' });
  }
}

/**
 * The head of the table: its last columns are the amounts by each pair of factors and background.
 * @param {Conventional['pairs']} pairs
 * @param {string} areaUnit
 */
function head(pairs, areaUnit) {
  const columns = [
    [OPINION.line, ''],
    [OPINION.at, 'eV'],
    [OPINION.width, 'eV'],
    [OPINION.window, 'eV'],
    [OPINION.shirley, areaUnit],
    [OPINION.tougaard, areaUnit],
    [OPINION.factor, OPINION.factorUnit, OPINION.factorTitle],
  ];
  const cells = columns.map(([name, unit, title = '']) => make('th', { scope: 'col', title, className: unit ? 'number' : '' },
    name, make('span', { className: 'unit' }, unit && ` (${unit})`)));
  const amounts = pairs.map((pair) => make('th', { scope: 'col', className: 'number' },
    make('span', { className: 'pair' }, OPINION.pairs[pair]), make('span', { className: 'unit' }, ' (at%)')));
  return [...cells, ...amounts];
}

/**
 * @param {ElementOpinion} opinion
 * @param {number} pairs how many amounts there are
 * @param {Window | undefined} set the window that its user set
 * @param {(ends: Window) => void} onWindow
 * @param {() => void} onDrag it shall be dragged on the figure
 */
function row({ element, area, atomic_percent: percents }, pairs, set, onWindow, onDrag) {
  const number = (/** @type {string} */ text, title = '') => make('td', { className: 'number', title }, text);
  /** @param {0 | 1} i */
  const end = (i) => make('input', {
    type: 'number',
    step: '0.1',
    value: (area?.window_ev ?? set)?.[i].toFixed(1) ?? '',
    className: 'window-end',
    attributes: { 'aria-label': i === 0 ? OPINION.from(element) : OPINION.to(element) },
  });
  const [from, to] = [end(0), end(1)];
  for (const e of [from, to]) e.addEventListener('change', () => onWindow([from.valueAsNumber, to.valueAsNumber]));
  const drag = make('button', {
    type: 'button', className: 'drag', title: OPINION.drag, attributes: { 'aria-label': OPINION.dragName(element) },
  }, '↔');
  drag.addEventListener('click', onDrag);
  const cell = make('td', { className: `number window${set ? ' set' : ''}`, title: set ? OPINION.set : OPINION.chosen },
    from, ' – ', to, ' ', drag);
  const name = make('th', { scope: 'row' }, area?.line ?? element);
  const attributes = { data: { symbol: element, line: area?.line ?? '' } };
  if (!area) return make('tr', attributes, name, number('–'), number('–'), cell, ...Array.from({ length: 3 + pairs }, () => number('–')));
  const noise = OPINION.noise(readable(area.deviation));
  return make('tr', attributes, name,
    number(fixed(area.energy_ev, 1)),
    number(area.fwhm_ev === null ? '–' : fixed(area.fwhm_ev, 1), area.fwhm_ev === null ? OPINION.noPeak : ''),
    cell,
    number(readable(area.shirley), noise),
    number(readable(area.tougaard), noise),
    number(fixed(area.sensitivity, 2)),
    // What does not rise above the noise has an area and no amount.
    ...Array.from({ length: pairs }, (_, i) => number(percents.length > 0 ? fixed(percents[i], 1) : '–')));
}

/** @param {ElementOpinion} opinion */
function sentence(opinion) {
  const { element, text } = opinion;
  // A mark in the table leads here: the sentence can take the focus, but is no stop of the Tab key.
  return make('li', { tabIndex: -1, data: { symbol: element }, className: isDoubtful(opinion) ? 'doubtful' : '' }, text);
}
