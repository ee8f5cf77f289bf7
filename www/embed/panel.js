// What is in the shadow tree of a viewer, and what is written there.

import { fixed, make } from '../dom.js';
import { EMBED, PAGE } from '../words.js';
import { linesTable } from './lines.js';
import { sheet } from './style.js';
import { compositionTable, markRow } from './table.js';

/** @typedef {import('./answering.js').FileAnswer} FileAnswer */
/** @typedef {import('../../pkg/speclens.js').Analysis} Analysis */

/** @param {string} text @param {string} label */
const button = (text, label) => make('button', { type: 'button', disabled: true, title: label, attributes: { 'aria-label': label } }, text);

export class Panel {
  #choose;
  #title = make('h2', { attributes: { part: 'title' } }, EMBED.region);
  #sub = make('p', { className: 'sub' });
  #status = make('p', { className: 'sub status', attributes: { role: 'status' } });
  #problem = make('p', { className: 'problem', attributes: { role: 'alert', part: 'problem' } });
  #refusal = make('p', { className: 'refusal', hidden: true, attributes: { part: 'refusal' } });
  #composition = make('div', { className: 'scroll' });
  #warnings = make('ul', { className: 'warnings', attributes: { 'aria-label': EMBED.doubts, part: 'doubts' } });
  #advice = make('ul', { className: 'advice', attributes: { 'aria-label': EMBED.advice, part: 'advice' } });
  #linesTitle = make('h3');
  #linesStatus = make('p', { className: 'sub', attributes: { role: 'status' } });
  #linesTable = make('div', { className: 'scroll', tabIndex: 0, attributes: { role: 'region' } });
  #lines = make('section', { className: 'lines', hidden: true, attributes: { part: 'lines' } }, this.#linesTitle, this.#linesStatus, this.#linesTable);
  #footer = make('p', { className: 'sub footer', attributes: { part: 'footer' } });
  /** Of the figure. */
  parts = {
    plot: /** @type {HTMLCanvasElement} */ (make('canvas', { className: 'plot' })),
    cursor: /** @type {HTMLCanvasElement} */ (make('canvas', { className: 'cursor', attributes: { 'aria-hidden': 'true' } })),
    box: /** @type {HTMLElement} */ (make('div', { className: 'figure', tabIndex: 0, attributes: { role: 'application', part: 'figure', 'aria-describedby': 'keys' } })),
    readout: /** @type {HTMLElement} */ (make('p', { className: 'readout', data: { idle: EMBED.keys } })),
    said: /** @type {HTMLElement} */ (make('p', { className: 'visually-hidden', attributes: { role: 'status' } })),
    buttons: { out: button('−', EMBED.zoomOut), in: button('+', EMBED.zoomIn), whole: button(EMBED.wholeShort, EMBED.whole) },
  };
  #answer;
  #root;

  /**
   * @param {ShadowRoot} shadow
   * @param {(symbol: string) => void} choose an element of the table was chosen
   */
  constructor(shadow, choose) {
    this.#choose = choose;
    const { box, plot, cursor, readout, said, buttons } = this.parts;
    box.append(plot, cursor);
    this.#answer = make('div', { className: 'answer', hidden: true },
      box,
      make('p', { id: 'keys', className: 'visually-hidden' }, EMBED.keys),
      make('div', { className: 'tools' }, readout, make('div', { className: 'zoom' }, buttons.out, buttons.in, buttons.whole)),
      said, this.#refusal, this.#composition, this.#warnings, this.#advice, this.#lines, this.#footer);
    this.#root = make('section', { className: 'viewer', attributes: { 'aria-label': EMBED.region, part: 'viewer' } },
      this.#title, this.#sub, this.#status, this.#problem, this.#answer);
    shadow.adoptedStyleSheets = [sheet()];
    shadow.append(this.#root);
  }

  /** Nothing is on show; a spectrum may be on its way. @param {string} [name] of the file that is read */
  clear(name) {
    this.#answer.hidden = true;
    this.#title.textContent = name ?? EMBED.region;
    this.#sub.textContent = '';
    this.#problem.textContent = '';
    this.#status.textContent = name === undefined ? EMBED.nothing : EMBED.loading(name);
    this.#root.setAttribute('aria-busy', String(name !== undefined));
  }

  /** Nothing is shown but why. @param {string} text */
  problem(text) {
    this.#answer.hidden = true;
    this.#root.setAttribute('aria-busy', 'false');
    this.#status.textContent = '';
    this.#problem.textContent = `${EMBED.failed} ${text}${/[.!?]$/.test(text) ? '' : '.'}`;
  }

  /**
   * @param {FileAnswer} answer
   * @param {Analysis} analysis as it is to be shown: without elements where it is refused
   */
  answer({ file, index, about }, analysis) {
    const block = file.blocks[index];
    const named = block.sample !== '' || block.region !== '';
    const [lo, hi] = analysis.range_ev;
    const amounts = analysis.elements.map((e) => PAGE.amount(e.symbol, fixed(e.atomic_percent, 1))).join(', ');
    this.#title.textContent = named ? block.title : file.name;
    this.#sub.textContent = PAGE.about(false, named ? file.name : '', block.block, fixed(analysis.excitation_ev, 1), fixed(lo, 0), fixed(hi, 0));
    this.#problem.textContent = '';
    this.#status.textContent = '';
    this.#refusal.hidden = !analysis.refused;
    this.#refusal.replaceChildren(make('strong', {}, EMBED.refused), ` ${analysis.refused?.reason ?? ''}`);
    this.parts.box.setAttribute('aria-label', PAGE.figure(this.#title.textContent, amounts));
    this.#composition.replaceChildren(...this.#composed(analysis));
    list(this.#warnings, analysis.warnings);
    list(this.#advice, (analysis.advice ?? []).map((a) => `${a.element}: ${a.text}`));
    this.#footer.textContent = EMBED.footer(about.model, about.source);
    this.#answer.hidden = false;
    this.#root.setAttribute('aria-busy', 'false');
    this.lines(null);
  }

  /** Marks the chosen element in the table; null for none. @param {string | null} symbol */
  choose(symbol) {
    markRow(this.#composition, symbol);
  }

  /**
   * The lines of an element; null takes them away.
   * @param {string | null} symbol
   * @param {string} [status] why they are not here, or not yet
   * @param {import('../../pkg/speclens.js').LineTable} [table]
   */
  lines(symbol, status = '', table) {
    this.#lines.hidden = symbol === null;
    this.#linesTitle.textContent = symbol === null ? '' : EMBED.lines(symbol);
    this.#linesStatus.textContent = status;
    this.#linesTable.hidden = !table;
    this.#linesTable.setAttribute('aria-label', symbol === null ? '' : EMBED.linesCaption(symbol));
    this.#linesTable.replaceChildren(...(table && table.lines.length > 0 ? [linesTable(table)] : []));
  }

  /** @param {Analysis} analysis */
  #composed({ elements, refused }) {
    if (elements.length > 0) return [compositionTable(elements, this.#choose)];
    return refused ? [] : [make('p', {}, EMBED.noElement)];
  }
}

/** @param {HTMLElement} ul @param {string[]} texts */
function list(ul, texts) {
  ul.replaceChildren(...texts.map((text) => make('li', {}, text)));
  ul.hidden = texts.length === 0;
}
