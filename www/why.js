// Why: the table of lines of an element, what its FIS may be said to show, and both as files.

import { byId, fixed, make, plain } from './dom.js';
import { save } from './save.js';
import { ADJUSTMENTS, WHY } from './words.js';

/** @typedef {import('../pkg/speclens.js').LineTable} LineTable */
/** @typedef {LineTable['lines'][number]} Line */
/** @typedef {NonNullable<LineTable['all_lines']>} AllLines */
/** @typedef {import('../pkg/speclens.js').Fis} Fis */
/** @typedef {import('./worker/explanations.js').Settings} Settings */
/** @typedef {import('../pkg/speclens.js').Analysis['elements']} Elements */
/**
 * What is asked of the figure.
 * @typedef {{
 *   mark(windows: [number, number][]): void, show(range: [number, number]): void,
 * }} Figure
 */

/** From this share on, what lies on lines of others is named. */
const NAMED_SHARE = 0.1;
/** Without less of its amount than this, an element is not read from a line. */
const LEAST_LOST = 0.05;

/**
 * The lines that an element is read from: those without which it loses something worth a word.
 * @param {Line[]} lines
 */
export const carriers = (lines) => lines.filter((l) => l.share >= NAMED_SHARE && l.lost >= LEAST_LOST);

/**
 * A share in percent with its standard error, one decimal where that is small.
 * @param {number} share
 * @param {number} error
 */
const withError = (share, error) => {
  const decimals = error < 0.01 ? 1 : 0;
  return `${percent(share, decimals)} ± ${percent(error, decimals)}`;
};
const percent = (/** @type {number} */ share, decimals = 0) => fixed(100 * share, decimals);

export class WhyView {
  #body = byId('lines').tBodies[0];
  #figure;
  #isOut;
  /** @type {Elements} */
  #elements = [];
  /** @type {LineTable[]} */
  #tables = [];
  /** Symbol on show. @type {string | null} */
  #element = null;
  /** Symbol that its user chose: its lines are marked. @type {string | null} */
  #chosen = null;
  /** FIS of all elements, by the scan of every answer. @type {Fis[]} */
  #scanned = [];
  /** @type {Fis | null} */
  #fis = null;
  #name = '';

  /**
   * @param {() => Figure | undefined} figure marks lines; none before it is there
   * @param {(symbol: string) => void} leaveOut an element is to be left out of the answer
   * @param {(symbol: string) => boolean} isOut whether it is
   */
  constructor(figure, leaveOut, isOut) {
    this.#isOut = isOut;
    this.#figure = figure;
    byId('leave-out').addEventListener('click', () => this.#element && leaveOut(this.#element));
    byId('probe').addEventListener('change', () => this.#offer());
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-save]'))) {
      button.addEventListener('click', () => this.#save(button.dataset.save ?? ''));
    }
  }

  /**
   * A new answer.
   * @param {Elements} elements
   * @param {string} name of its file
   * @param {number} block
   */
  show(elements, name, block) {
    this.#elements = elements;
    this.#tables = [];
    this.#scanned = [];
    this.#fis = null;
    this.#name = `${name.replace(/\.[^.]*$/, '')}-block${block}`;
    this.choose(null);
    byId('why').hidden = elements.length === 0;
    this.#say(elements.length > 0 ? WHY.underWay : '');
  }

  /**
   * The tables of lines of all elements found.
   * @param {LineTable[]} tables
   */
  lines(tables) {
    this.#tables = tables;
    this.#draw();
  }

  /**
   * The FIS of all elements, by the scan of every answer.
   * @param {Fis[]} fis
   */
  scanned(fis) {
    this.#scanned = fis;
    this.#draw();
  }

  /**
   * The tables cannot be had.
   * @param {string} reason
   */
  failed(reason) {
    this.#say(WHY.failed(reason));
  }

  /**
   * Shows this element; null for the most abundant one, without marking its lines.
   * @param {string | null} symbol
   */
  choose(symbol) {
    this.#chosen = symbol;
    this.#element = symbol ?? this.#elements[0]?.symbol ?? null;
    this.#draw();
    this.#mark();
  }

  /**
   * What the user set; null where a number is not valid.
   * @returns {Settings | null}
   */
  settings() {
    const [sigma, amplitude, background] = ['sigma', 'amplitude', 'background'].map((id) => byId(id).valueAsNumber);
    const form = byId('fis-form');
    if (!form.checkValidity()) {
      form.querySelector('details').open = true; // what is wrong must be seen
      form.reportValidity();
      return null;
    }
    // What a probe does not use is not part of its settings.
    const probe = byId('probe').value;
    const used = probe === 'addition' ? { amplitude } : { background };
    return { probe, of: byId('of').value, sigma, ...used };
  }

  /**
   * A FIS with how it came about, or null for none.
   * @param {Fis | null} fis
   * @param {{ probes?: number, ms?: number }} [how]
   */
  fis(fis, { probes = 0, ms = 0 } = {}) {
    this.#fis = fis;
    this.#mark();
    const form = byId('fis-form');
    byId('fis-legend').hidden = !fis;
    byId('fis-save').hidden = !fis;
    byId('fis-warning').hidden = !fis?.warning;
    byId('fis-warning').textContent = fis?.warning ?? '';
    if (!fis) {
      delete form.dataset.element;
      return;
    }
    [byId('legend-positive').textContent, byId('legend-negative').textContent] = WHY.legend[fis.probe];
    const height = fis.amplitude ? WHY.height(plain(fis.amplitude)) : WHY.background(plain(fis.background_ev ?? 0));
    const took = ms > 0 ? WHY.took(probes, fixed(ms / 1000, 1)) : '';
    byId('fis-status').textContent =
      WHY.fis(fis.element, WHY.explained[fis.of], plain(fis.sigma_ev), height, grounding(fis), took);
    const best = fis.value.indexOf(Math.max(...fis.value));
    Object.assign(form.dataset, {
      element: fis.element,
      strongest: String(fis.energy_ev[best]),
      largest: String(fis.value[best]),
      points: String(fis.value.length),
      grounding: String(fis.grounding ?? ''),
      ms: String(Math.round(ms)),
    });
  }

  /** @param {string} text */
  #say(text) {
    byId('why-said').textContent = text;
  }

  #table() {
    return this.#tables.find((t) => t.element === this.#element);
  }

  /** Marks the lines of the chosen element in the figure: those that its FIS is judged by, if there is one. */
  #mark() {
    const judged = this.#fis?.element === this.#chosen ? this.#fis?.own_windows_ev : null;
    const taken = this.#table()?.lines.flatMap((l) => l.windows_ev) ?? [];
    this.#figure()?.mark(this.#chosen ? judged ?? taken : []);
  }

  #draw() {
    const table = this.#table();
    byId('why-title').textContent = this.#element ? WHY.title(this.#element) : WHY.untitled;
    for (const id of ['lines', 'lines-covered', 'lines-note', 'why-save', 'why-grounding']) byId(id).hidden = !table;
    const named = this.#elements.some((e) => e.symbol === this.#element);
    byId('leave-out').hidden = !named;
    byId('leave-out').textContent = this.#element ? ADJUSTMENTS.leaveOut(this.#element) : '';
    if (!named && this.#element) this.#say(this.#isOut(this.#element) ? ADJUSTMENTS.isOut(this.#element) : WHY.notFound(this.#element));
    if (!table) return;
    byId('lines-covered').textContent = table.covered.map((c) => WHY.covered(c.line, c.under)).join(', ');
    byId('lines-covered').hidden = table.covered.length === 0;
    const rows = table.lines.map((line) => this.#row(line, table));
    if (table.all_lines) rows.push(together(table, table.all_lines));
    this.#body.replaceChildren(...rows);
    byId('lines').dataset.element = table.element;
    this.#say(said(table));
    const scan = this.#scanned.find((f) => f.element === table.element);
    byId('why-grounding').textContent = scan ? WHY.scanned(plain(scan.sigma_ev), grounding(scan)) : '';
  }

  /**
   * @param {Line} line
   * @param {LineTable} table
   */
  #row(line, table) {
    const [lo, hi] = [line.windows_ev[0][0], line.windows_ev[line.windows_ev.length - 1][1]];
    const button = make('button', { type: 'button', className: 'line', title: WHY.enlarge(line.line) }, line.line);
    button.addEventListener('click', () => this.#figure()?.show([lo - 15, hi + 15]));
    const place = line.found
      ? fixed(line.energy_ev, 1)
      : make('span', { className: 'sub', title: WHY.expected(fixed(line.energy_ev, 0)) }, WHY.noPeak);
    const bar = make('span', { className: 'bar', attributes: { 'aria-hidden': 'true' } });
    bar.style.setProperty('--fraction', String(Math.max(0, line.share)));
    const row = make('tr', { data: { line: line.line, share: String(line.share), lost: String(line.lost), percentWithout: String(line.percent_without) } },
      make('th', { scope: 'row' }, button, make('span', { className: 'sub' }, shared(line))),
      make('td', { className: 'share-cell' }, make('span', { className: 'share' }, `${percent(line.share)} %`), bar),
      make('td', { className: 'number' }, place),
      make('td', { className: 'number' }, without(table.percent, line.percent_without)),
      make('td', { className: 'number' }, withError(line.lost, line.error)));
    if (line.share === 0) row.classList.add('pale');
    row.addEventListener('pointerenter', () => this.#figure()?.mark(line.windows_ev));
    row.addEventListener('pointerleave', () => this.#mark());
    button.addEventListener('focus', () => this.#figure()?.mark(line.windows_ev));
    button.addEventListener('blur', () => this.#mark());
    return row;
  }

  #offer() {
    const adds = byId('probe').value === 'addition';
    byId('amplitude').disabled = !adds;
    byId('background').disabled = adds;
  }

  /** @param {string} what `data-save` of the button */
  #save(what) {
    try {
      const made = this.#made(what);
      if (made) save(`${this.#name}-${this.#element}-${made.name}`, made.content);
    } catch (error) {
      this.#say(WHY.notSaved(error.message));
    }
  }

  /**
   * A file by the name of its button; none where there is nothing to save.
   * @param {string} what
   * @returns {{ name: string, content: string } | null}
   */
  #made(what) {
    const json = (/** @type {LineTable | Fis} */ value) => `${JSON.stringify(value, null, 1)}\n`;
    const [table, fis] = [this.#table(), this.#fis];
    if (table && what === 'lines-csv') return { name: 'lines.csv', content: linesCsv(table, this.#name) };
    if (table && what === 'lines-json') return { name: 'lines.json', content: json(table) };
    if (fis && what === 'fis-csv') return { name: 'fis.csv', content: fisCsv(fis, this.#name) };
    if (fis && what === 'fis-json') return { name: 'fis.json', content: json(fis) };
    return null;
  }
}

/**
 * What may be said of a FIS: nothing that its noise does not allow.
 * @param {Fis} fis
 */
function grounding(fis) {
  if (fis.leans_on.length === 0) return WHY.nothing;
  if (fis.grounding === null) return WHY.tooWide(fis.element, percent(fis.chance));
  const named = (/** @type {Fis['leans_on']} */ places) => places.map((p) => WHY.place(p.line ?? WHY.energy(fixed(p.energy_ev, 0)), percent(p.share))).join(', ');
  const own = fis.leans_on.filter((p) => p.own).slice(0, 3);
  const others = fis.leans_on.filter((p) => !p.own && p.share >= NAMED_SHARE).slice(0, 3);
  const on = own.length > 0 ? WHY.own(named(own)) : '';
  const leans = others.length > 0 ? WHY.leans(named(others)) : '';
  return WHY.grounding(percent(fis.grounding), fis.element, on, percent(fis.chance), leans);
}

/**
 * In words: what is lost without the lines that matter most.
 * @param {LineTable} table
 */
function said({ element, percent: whole, lines, all_lines: all }) {
  const strong = carriers(lines).slice(0, 4);
  const from = strong.map((l) => WHY.loss(percent(l.lost), l.line)).join(', ');
  const read = from ? WHY.loses(from) : WHY.noCarrier;
  const unseen = from && !strong.some((l) => l.found) ? WHY.unseen(element) : '';
  const rest = all && all.lost + 2 * all.error < 0.5 ? WHY.elsewhere(percent(1 - all.lost)) : '';
  return WHY.said(element, fixed(whole, 1), read, unseen, rest);
}

const shared = (/** @type {Line} */ { shared_with: others }) => (others.length > 0 ? WHY.shared(others.join(', ')) : '');

const without = (/** @type {number} */ before, /** @type {number} */ after) => `${fixed(before, 1)} → ${fixed(after, 1)}`;

/**
 * @param {LineTable} table
 * @param {AllLines} all
 */
function together({ element, percent: whole }, all) {
  return make('tr', { className: 'together' },
    make('th', { scope: 'row' }, WHY.together(element)),
    make('td'),
    make('td'),
    make('td', { className: 'number' }, without(whole, all.percent_without)),
    make('td', { className: 'number' }, withError(all.lost, all.error)));
}

/**
 * @param {LineTable} table
 * @param {string} name
 */
function linesCsv({ element, percent: whole, lines, all_lines: all, covered }, name) {
  const head = 'line,kind,energy_ev,peak_seen,taken_away_ev,atomic_percent,atomic_percent_without,amount_lost,standard_error,share_of_evidence,shared_with';
  const intervals = (/** @type {Line['windows_ev']} */ windows) => windows.map(([lo, hi]) => `${lo} to ${hi}`).join(' + ');
  const row = (/** @type {Line} */ l) => [l.line, l.kind, l.energy_ev, l.found, intervals(l.windows_ev), whole, l.percent_without, l.lost, l.error, l.share, l.shared_with.join(' + ')].join(',');
  const rows = lines.map(row);
  if (all) rows.push([`all lines of ${element}`, '', '', '', '', whole, all.percent_without, all.lost, all.error, '', ''].join(','));
  const units = `# ${name}; energies in eV of binding energy; percents in at%; amount_lost, standard_error and share_of_evidence from 0 to 1`;
  const under = covered.map((c) => `# not taken away alone: ${c.line} stands under ${c.under}`);
  return `${[units, ...under, head, ...rows].join('\n')}\n`;
}

/**
 * @param {Fis} fis
 * @param {string} name
 */
function fisCsv(fis, name) {
  const { element, probe, of, sigma_ev: sigma, amplitude, background_ev: background, unit, noise_level: level } = fis;
  const how = `# ${name}; FIS of ${element}; probe ${probe}, of ${of}, sigma ${sigma} eV${amplitude ? `, amplitude ${amplitude}` : `, background ${background} eV`}; values in: ${unit}; noise level ${level}`;
  const rows = fis.energy_ev.map((e, i) => [e, fis.value[i], fis.error[i]].join(','));
  return `${[how, 'binding_energy_ev,value,standard_error', ...rows].join('\n')}\n`;
}
