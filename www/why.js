// Why: the table of lines of an element, what its FIS may be said to show, and both as files.

import { byId, fixed, make } from './dom.js';
import { save } from './save.js';

/** From this share on, what lies on lines of others is named. */
const NAMED_SHARE = 0.1;
/** Without less of its amount than this, an element is not read from a line. */
const LEAST_LOST = 0.05;

const EXPLAINED = {
  evidence: 'the evidence (ln of the amount)',
  presence: 'the presence (logit)',
  fraction: 'the atomic fraction',
};
const LEGEND = {
  removal: ['taken away here, the element loses', 'taken away here, it gains'],
  addition: ['intensity added here raises it', 'lowers it'],
};

/** The lines that an element is read from: those without which it loses something worth a word. */
export const carriers = (lines) => lines.filter((l) => l.share >= NAMED_SHARE && l.lost >= LEAST_LOST);

/** A share in percent with its standard error, one decimal where that is small. */
const withError = (share, error) => {
  const decimals = error < 0.01 ? 1 : 0;
  return `${percent(share, decimals)} ± ${percent(error, decimals)}`;
};
const percent = (share, decimals = 0) => fixed(100 * share, decimals);

export class WhyView {
  #body = byId('lines').tBodies[0];
  #figure;
  #elements = [];
  #tables = [];
  #element = null; // symbol on show
  #chosen = null; // symbol that its user chose: its lines are marked
  #scanned = []; // FIS of all elements, by the scan of every answer
  #fis = null;
  #name = '';

  /** `figure()` gives the view of the figure, which marks lines and is saved as a picture. */
  constructor(figure) {
    this.#figure = figure;
    byId('probe').addEventListener('change', () => this.#offer());
    for (const button of document.querySelectorAll('[data-save]')) {
      button.addEventListener('click', () => this.#save(button.dataset.save));
    }
  }

  /** A new answer: its elements, and the name for files. */
  show(elements, name, block) {
    this.#elements = elements;
    this.#tables = [];
    this.#scanned = [];
    this.#fis = null;
    this.#name = `${name.replace(/\.[^.]*$/, '')}-block${block}`;
    this.choose(null);
    byId('why').hidden = elements.length === 0;
    this.#say(elements.length > 0 ? 'Taking lines away, one group after the other…' : '');
  }

  /** The tables of lines of all elements found. */
  lines(tables) {
    this.#tables = tables;
    this.#draw();
  }

  /** The FIS of all elements, by the scan of every answer. */
  scanned(fis) {
    this.#scanned = fis;
    this.#draw();
  }

  /** The tables cannot be had. */
  failed(reason) {
    this.#say(`No table of lines: ${reason}.`);
  }

  /** Shows this element; null for the most abundant one, without marking its lines. */
  choose(symbol) {
    this.#chosen = symbol;
    this.#element = symbol ?? this.#elements[0]?.symbol ?? null;
    this.#draw();
    this.#mark();
  }

  /** What the user set; null where a number is not valid. */
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

  /** A FIS with how it came about, or null for none. */
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
    [byId('legend-positive').textContent, byId('legend-negative').textContent] = LEGEND[fis.probe];
    const height = fis.amplitude ? `, a ${fis.amplitude}` : `, background ${fis.background_ev} eV`;
    const took = ms > 0 ? ` · ${probes} inputs in ${fixed(ms / 1000, 1)} s` : '';
    byId('fis-status').textContent =
      `FIS of ${fis.element}: ${EXPLAINED[fis.of]} · σ ${fis.sigma_ev} eV${height} · ${grounding(fis)}${took}`;
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
    byId('why-title').textContent = this.#element ? `Why ${this.#element}?` : 'Why';
    for (const id of ['lines', 'lines-covered', 'lines-note', 'why-save', 'why-grounding']) byId(id).hidden = !table;
    const named = this.#elements.some((e) => e.symbol === this.#element);
    if (!named && this.#element) this.#say(`${this.#element} is not among the elements found.`);
    if (!table) return;
    byId('lines-covered').textContent = table.covered.map((c) => `${c.line} stands under ${c.under}`).join(', ');
    byId('lines-covered').hidden = table.covered.length === 0;
    const rows = table.lines.map((line) => this.#row(line, table));
    if (table.all_lines) rows.push(together(table));
    this.#body.replaceChildren(...rows);
    byId('lines').dataset.element = table.element;
    this.#say(said(table));
    const scan = this.#scanned.find((f) => f.element === table.element);
    byId('why-grounding').textContent = scan ? `Scanned by a Gaussian of σ ${scan.sigma_ev} eV: ${grounding(scan)}.` : '';
  }

  #row(line, table) {
    const [lo, hi] = [line.windows_ev[0][0], line.windows_ev.at(-1)[1]];
    const button = make('button', { type: 'button', className: 'line', title: `Enlarge ${line.line} in the figure` }, line.line);
    button.addEventListener('click', () => this.#figure().show([lo - 15, hi + 15]));
    const place = line.found
      ? fixed(line.energy_ev, 1)
      : make('span', { className: 'sub', title: `expected at ${fixed(line.energy_ev, 0)} eV` }, 'no clear peak');
    const bar = make('span', { className: 'bar', attributes: { 'aria-hidden': 'true' } });
    bar.style.setProperty('--fraction', String(Math.max(0, line.share)));
    const row = make('tr', { data: { line: line.line, share: String(line.share), lost: String(line.lost), percentWithout: String(line.percent_without) } },
      make('th', { scope: 'row' }, button, make('span', { className: 'sub' }, shared(line))),
      make('td', { className: 'share-cell' }, make('span', { className: 'share' }, `${percent(line.share)} %`), bar),
      make('td', { className: 'number' }, place),
      make('td', { className: 'number' }, without(table.percent, line.percent_without)),
      make('td', { className: 'number' }, withError(line.lost, line.error)));
    if (line.share === 0) row.classList.add('pale');
    row.addEventListener('pointerenter', () => this.#figure().mark(line.windows_ev));
    row.addEventListener('pointerleave', () => this.#mark());
    button.addEventListener('focus', () => this.#figure().mark(line.windows_ev));
    button.addEventListener('blur', () => this.#mark());
    return row;
  }

  #offer() {
    const adds = byId('probe').value === 'addition';
    byId('amplitude').disabled = !adds;
    byId('background').disabled = adds;
  }

  async #save(what) {
    const table = this.#table();
    const stem = `${this.#name}-${this.#element}`;
    const json = (value) => `${JSON.stringify(value, null, 1)}\n`;
    const makers = {
      'lines-csv': () => [`${stem}-lines.csv`, linesCsv(table, this.#name)],
      'lines-json': () => [`${stem}-lines.json`, json(table)],
      'fis-csv': () => [`${stem}-fis.csv`, fisCsv(this.#fis, this.#name)],
      'fis-json': () => [`${stem}-fis.json`, json(this.#fis)],
      svg: () => [`${stem}-fis.svg`, this.#figure().svg()],
      png: async () => [`${stem}-fis.png`, await this.#figure().png()],
    };
    try {
      const [name, content] = await makers[what]();
      save(name, content);
    } catch (error) {
      this.#say(`Not saved: ${error.message}`);
    }
  }
}

/** What may be said of a FIS: nothing that its noise does not allow. */
function grounding(fis) {
  if (fis.leans_on.length === 0) return 'nothing rises above its ripples and noise';
  if (fis.grounding === null) return `lines of ${fis.element}, as wide as this probe, fill ${percent(fis.chance)} % of the axis: what lies on them says nothing`;
  const named = (places) => places.map((p) => `${p.line ?? `${fixed(p.energy_ev, 0)} eV`} ${percent(p.share)} %`).join(', ');
  const own = fis.leans_on.filter((p) => p.own).slice(0, 3);
  const others = fis.leans_on.filter((p) => !p.own && p.share >= NAMED_SHARE).slice(0, 3);
  const on = own.length > 0 ? ` (${named(own)})` : '';
  const leans = others.length > 0 ? `; leans on ${named(others)}` : '';
  return `${percent(fis.grounding)} % of it lies on lines of ${fis.element}${on}, by chance ${percent(fis.chance)} %${leans}`;
}

/** In words: what is lost without the lines that matter most. */
function said({ element, percent: whole, lines, all_lines: all }) {
  const strong = carriers(lines).slice(0, 4);
  const from = strong.map((l) => `${percent(l.lost)} % of its amount without ${l.line}`).join(', ');
  const read = from ? `loses ${from}` : 'none of its lines carries it above the noise';
  const unseen = from && !strong.some((l) => l.found) ? ` No clear peak is seen there: check ${element} by hand.` : '';
  const rest = all && all.lost + 2 * all.error < 0.5 ? ` Even without all of its lines, ${percent(1 - all.lost)} % of the amount would stay: the evidence lies elsewhere.` : '';
  return `${element}, ${fixed(whole, 1)} at.%: ${read}.${unseen}${rest}`;
}

const shared = ({ shared_with: others }) => (others.length > 0 ? ` with ${others.join(', ')}` : '');

const without = (before, after) => `${fixed(before, 1)} → ${fixed(after, 1)}`;

function together({ element, percent: whole, all_lines: all }) {
  return make('tr', { className: 'together' },
    make('th', { scope: 'row' }, `all lines of ${element}`),
    make('td'),
    make('td'),
    make('td', { className: 'number' }, without(whole, all.percent_without)),
    make('td', { className: 'number' }, withError(all.lost, all.error)));
}

function linesCsv({ element, percent: whole, lines, all_lines: all, covered }, name) {
  const head = 'line,kind,energy_ev,peak_seen,taken_away_ev,atomic_percent,atomic_percent_without,amount_lost,standard_error,share_of_evidence,shared_with';
  const intervals = (windows) => windows.map(([lo, hi]) => `${lo} to ${hi}`).join(' + ');
  const row = (l) => [l.line, l.kind, l.energy_ev, l.found, intervals(l.windows_ev), whole, l.percent_without, l.lost, l.error, l.share, l.shared_with.join(' + ')].join(',');
  const rows = lines.map(row);
  if (all) rows.push([`all lines of ${element}`, '', '', '', '', whole, all.percent_without, all.lost, all.error, '', ''].join(','));
  const units = `# ${name}; energies in eV of binding energy; percents in at.%; amount_lost, standard_error and share_of_evidence from 0 to 1`;
  const under = covered.map((c) => `# not taken away alone: ${c.line} stands under ${c.under}`);
  return `${[units, ...under, head, ...rows].join('\n')}\n`;
}

function fisCsv(fis, name) {
  const { element, probe, of, sigma_ev: sigma, amplitude, background_ev: background, unit, noise_level: level } = fis;
  const how = `# ${name}; FIS of ${element}; probe ${probe}, of ${of}, sigma ${sigma} eV${amplitude ? `, amplitude ${amplitude}` : `, background ${background} eV`}; values in: ${unit}; noise level ${level}`;
  const rows = fis.energy_ev.map((e, i) => [e, fis.value[i], fis.error[i]].join(','));
  return `${[how, 'binding_energy_ev,value,standard_error', ...rows].join('\n')}\n`;
}
