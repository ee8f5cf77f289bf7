// The table of elements.

import { byId, fixed, make } from './dom.js';
import { isDoubtful } from './opinion.js';
import { carriers } from './why.js';

export class CompositionView {
  #body = byId('composition').tBodies[0];
  #onChoose;
  #onDoubt;

  /**
   * `onChoose(symbol)` is called when an element is clicked or chosen with the keyboard,
   * `onDoubt(symbol)` when the "?" is that marks an amount which areas of lines do not support.
   */
  constructor(onChoose, onDoubt) {
    this.#onChoose = onChoose;
    this.#onDoubt = onDoubt;
  }

  /** Shows the elements of an analysis, most abundant first, and what to mind about them. */
  show({ elements, advice = [], refused, conventional }) {
    byId('refusal').hidden = !refused;
    byId('refusal-reason').textContent = refused?.reason ?? '';
    byId('composition').classList.toggle('doubtful', Boolean(refused));
    const largest = Math.max(...elements.map((e) => e.atomic_percent), 1e-9);
    byId('by-areas').hidden = !conventional;
    const opinion = (symbol) => conventional?.elements.find((o) => o.element === symbol);
    this.#body.replaceChildren(...elements.map((e) => this.#row(e, largest, opinion(e.symbol))));
    byId('composition').hidden = elements.length === 0;
    byId('advice').hidden = advice.length === 0;
    byId('advice').replaceChildren(...advice.map(({ element, class: name, text }) => make('li', {},
      make('span', { className: `class class-${name}`, title: `Class ${name}` }, element), ` ${text}`)));
  }

  /** Another second opinion on the same answer. */
  secondOpinion({ elements }) {
    for (const opinion of elements) {
      const row = this.#body.querySelector(`tr[data-symbol="${opinion.element}"]`);
      row?.querySelector('.by-areas')?.replaceWith(this.#byAreas(opinion));
    }
  }

  /** Names the lines that each element is read from, by its table of lines. */
  readFrom(tables) {
    for (const { element, lines } of tables) {
      const row = this.#body.querySelector(`tr[data-symbol="${element}"]`);
      const strong = carriers(lines);
      const names = strong.map((l) => l.line.slice(element.length + 1));
      const place = row?.querySelector('.read-from');
      if (!place) continue;
      place.textContent = names.slice(0, 2).join(', ');
      place.title = strong.map((l) => `${l.line} ${fixed(100 * l.share, 0)} %`).join(', ');
    }
  }

  /** Marks the chosen element; null for none. */
  choose(symbol) {
    for (const row of this.#body.rows) {
      const chosen = row.dataset.symbol === symbol;
      row.classList.toggle('chosen', chosen);
      row.querySelector('button').setAttribute('aria-pressed', String(chosen));
    }
  }

  #row(element, largest, opinion) {
    const { symbol, z, atomic_percent: percent, presence, interval } = element;
    const [low, high] = interval.map((x) => fixed(x, 1));
    const button = make('button', {
      type: 'button',
      className: 'pick',
      title: `Show the lines and the FIS of ${symbol}`,
      attributes: { 'aria-pressed': 'false', 'aria-label': `${symbol}: show its lines and its Feature Importance Spectrum` },
    }, symbol);
    const bar = make('span', { className: 'bar', attributes: { 'aria-hidden': 'true' } });
    bar.style.setProperty('--share', `${(100 * percent) / largest}%`);
    const byAreas = opinion ? [this.#byAreas(opinion)] : [];
    const row = make('tr', { data: { symbol, z, atomicPercent: String(percent), presence: String(presence), low: String(interval[0]), high: String(interval[1]) } },
      make('th', { scope: 'row' }, button),
      make('td', { className: 'number' }, fixed(percent, 1)),
      make('td', { className: 'bar-cell' }, bar, make('span', { className: 'read-from' })),
      make('td', { className: 'number interval' }, `${low} – ${high}`),
      ...byAreas,
      make('td', { className: 'number' }, presence >= 0.995 ? '>0.99' : fixed(presence, 2)));
    row.addEventListener('click', () => this.#onChoose(symbol));
    return row;
  }

  /** The amount by the area of a line, with a mark where that does not support the network's. */
  #byAreas(opinion) {
    const { element, range, text, atomic_percent: [percent] } = opinion;
    const none = percent === undefined;
    const span = range ? `${fixed(range[0], 1)} to ${fixed(range[1], 1)}` : '';
    const cell = make('td', { className: 'number by-areas', title: none ? text : `${span} at.% by areas of lines` });
    if (none) {
      cell.append(make('span', { attributes: { 'aria-hidden': 'true' } }, '–'), make('span', { className: 'visually-hidden' }, text));
    } else {
      cell.append(fixed(percent, 1), make('span', { className: 'visually-hidden' }, ` (${span})`));
    }
    if (!isDoubtful(opinion)) return cell;
    // Before the number: the decimals of the column stay in line.
    const mark = make('button', { type: 'button', className: 'doubt', title: text, attributes: { 'aria-label': text } }, '?');
    mark.addEventListener('click', (event) => {
      event.stopPropagation(); // the row chooses the element
      this.#onDoubt(element);
    });
    cell.prepend(mark);
    return cell;
  }
}
