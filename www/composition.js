// The table of elements.

import { byId, fixed, make } from './dom.js';
import { carriers } from './why.js';

export class CompositionView {
  #body = byId('composition').tBodies[0];
  #onChoose;

  /** `onChoose(symbol)` is called when an element is clicked or chosen with the keyboard. */
  constructor(onChoose) {
    this.#onChoose = onChoose;
  }

  /** Shows the elements of an analysis, most abundant first, and what to mind about them. */
  show({ elements, advice = [], refused }) {
    byId('refusal').hidden = !refused;
    byId('refusal-reason').textContent = refused?.reason ?? '';
    byId('composition').classList.toggle('doubtful', Boolean(refused));
    const largest = Math.max(...elements.map((e) => e.atomic_percent), 1e-9);
    this.#body.replaceChildren(...elements.map((e) => this.#row(e, largest)));
    byId('composition').hidden = elements.length === 0;
    byId('advice').hidden = advice.length === 0;
    byId('advice').replaceChildren(...advice.map(({ element, class: name, text }) => make('li', {},
      make('span', { className: `class class-${name}`, title: `Class ${name}` }, element), ` ${text}`)));
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

  #row(element, largest) {
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
    const row = make('tr', { data: { symbol, z, atomicPercent: String(percent), presence: String(presence), low: String(interval[0]), high: String(interval[1]) } },
      make('th', { scope: 'row' }, button),
      make('td', { className: 'number' }, fixed(percent, 1)),
      make('td', { className: 'bar-cell' }, bar, make('span', { className: 'read-from' })),
      make('td', { className: 'number interval' }, `${low} – ${high}`),
      make('td', { className: 'number' }, presence >= 0.995 ? '>0.99' : fixed(presence, 2)));
    row.addEventListener('click', () => this.#onChoose(symbol));
    return row;
  }
}
