// The columns of the table of results: what each shows, sorts by and copies.

import { fixed, make, plain, readable } from '../dom.js';
import { isDoubtful } from '../opinion.js';
import { carriers } from '../why.js';
import { RESULTS } from '../words.js';

/** @typedef {import('../../pkg/speclens.js').ElementAmount} ElementAmount */
/** @typedef {import('../../pkg/speclens.js').ElementOpinion} ElementOpinion */
/** @typedef {import('../../pkg/speclens.js').ElementClass} ElementClass */
/** @typedef {import('../../pkg/speclens.js').Conventional} Conventional */
/** @typedef {import('../../pkg/speclens.js').LineTable} LineTable */
/** @typedef {import('../../pkg/speclens.js').LineWithout} LineWithout */
/** @typedef {import('../../pkg/speclens.js').Advice} Advice */
/** @typedef {import('../../pkg/speclens.js').Fis} Fis */

/**
 * What is known of one element.
 * @typedef {object} Row
 * @property {ElementAmount} element
 * @property {ElementOpinion} [opinion]
 * @property {Conventional} [conventional]
 * @property {LineTable} [table] absent while its lines are being taken away
 * @property {boolean} failed no table of lines will come
 * @property {Fis} [scan]
 * @property {ElementClass} [known] its class
 * @property {Advice[]} advice
 * @property {number} axis where the common axis of the bars ends, at%
 * @property {(symbol: string) => void} onDoubt the mark of a doubtful amount was pressed
 */

/** @typedef {number | string | null} Value null: not known */

/**
 * @typedef {object} Column
 * @property {keyof typeof RESULTS.columns} key
 * @property {boolean} [number] whether it is written to the right, and sorted downwards first
 * @property {string} [help] a term of HELP
 * @property {(row: Row) => HTMLTableCellElement} cell
 * @property {(row: Row) => Value} sort
 * @property {(row: Row) => [string, Value][]} copy heads and values, with full precision
 */

const { columns: WORDS, copied: COPIED, why: WHY } = RESULTS;
const CLASSES = ['I', 'II', 'III', 'IV'];

/** @param {...(Node | string)} children */
const numeric = (...children) => make('td', { className: 'number' }, ...children);

/** A cell of what is not known, and why. @param {string} reason */
function missing(reason, className = 'number') {
  return make('td', { className, title: reason },
    make('span', { attributes: { 'aria-hidden': 'true' } }, RESULTS.missing),
    make('span', { className: 'visually-hidden' }, reason));
}

/** The lines that the network reads the element from. @param {Row} row */
const read = ({ table }) => (table ? carriers(table.lines) : []);

/** Why there is no line that the element is read from. @param {Row} row */
function unread({ table, failed }) {
  if (table) return WHY.noCarrier;
  return failed ? WHY.noLines : WHY.lines;
}

/**
 * The line that stands for the element, and its energy where a peak is seen.
 * @param {Row} row
 * @returns {{ line: string, energy: number | null } | null}
 */
function standing(row) {
  const area = row.opinion?.area;
  if (area) return { line: area.line, energy: area.energy_ev };
  const lines = read(row);
  const line = lines.find((l) => l.found) ?? lines[0];
  return line ? { line: line.line, energy: line.found ? line.energy_ev : null } : null;
}

/** Why there is no number of the area of a line. @param {Row} row */
const noArea = ({ opinion }) => opinion?.text ?? WHY.noArea;

/** The unit of raw areas. @param {Row} row */
export const areaUnit = ({ conventional }) => (conventional ? RESULTS.areaUnits[conventional.unit] : '');

/** The amount by Shirley's areas and Scofield's factors: what CasaXPS would report. @param {Row} row */
function concentration({ opinion, conventional }) {
  const at = conventional?.pairs.indexOf('scofield_shirley') ?? -1;
  return at < 0 ? null : opinion?.atomic_percent[at] ?? null;
}

/** The bar with its whisker, on an axis that all rows share. @param {Row} row */
function drawn({ element, axis }) {
  const { atomic_percent: percent, interval: [low, high] } = element;
  const share = (/** @type {number} */ x) => `${(100 * Math.min(x, axis)) / axis}%`;
  const place = make('span', { className: 'amount-bar', attributes: { role: 'img', 'aria-label': RESULTS.drawn(fixed(percent, 1), fixed(low, 1), fixed(high, 1)) } },
    make('span', { className: 'bar' }), make('span', { className: 'whisker' }));
  for (const [name, value] of Object.entries({ '--share': percent, '--low': low, '--high': high })) {
    place.style.setProperty(name, share(value));
  }
  return place;
}

/** Names of the lines that an element is read from. @param {Row} row @param {number} most */
function names(row, most) {
  const { symbol } = row.element;
  return read(row).slice(0, most).map((l) => l.line.slice(symbol.length + 1)).join(', ');
}

/** The same with their shares of the evidence. @param {Row} row */
const shares = (row) => read(row).map((l) => RESULTS.share(l.line, fixed(100 * l.share, 0))).join(', ');

/** The amount by the area of a line, with a mark where that does not support the network's. @param {Row} row */
function byAreas({ opinion, onDoubt }) {
  if (!opinion) return Object.assign(missing(WHY.noArea), { className: 'number by-areas' });
  const { element, range, text, atomic_percent: [percent] } = opinion;
  const ends = range ? range.map((x) => fixed(x, 1)) : ['', ''];
  let cell;
  if (percent === undefined) cell = missing(text);
  else {
    cell = numeric(fixed(percent, 1), make('span', { className: 'visually-hidden' }, RESULTS.areasRead(ends[0], ends[1])));
    cell.title = RESULTS.areasRange(ends[0], ends[1]);
  }
  cell.classList.add('by-areas');
  if (!isDoubtful(opinion)) return cell;
  // Before the number: the decimals of the column stay in line.
  const mark = make('button', { type: 'button', className: 'doubt', title: text, attributes: { 'aria-label': text } }, '?');
  mark.addEventListener('click', (/** @type {Event} */ event) => {
    event.stopPropagation(); // the row chooses the element
    onDoubt(element);
  });
  cell.prepend(mark);
  return cell;
}

/** @param {Row} row */
function grounding({ scan }) {
  if (!scan) return missing(WHY.scan);
  if (scan.grounding === null) return missing(WHY.noScan);
  const [percent, chance] = [scan.grounding, scan.chance].map((x) => fixed(100 * x, 0));
  return Object.assign(numeric(percent), { title: RESULTS.groundingOf(percent, chance) });
}

/** @param {Row} row */
const advised = ({ advice }) => advice.map((a) => a.text).join(' ');

/** All columns but the element's own, which is the head of its row; in the order in which they stand. @type {Column[]} */
export const COLUMNS = [
  {
    key: 'amount',
    number: true,
    cell: ({ element }) => numeric(fixed(element.atomic_percent, 1)),
    sort: ({ element }) => element.atomic_percent,
    copy: ({ element }) => [[COPIED.amount, element.atomic_percent]],
  },
  {
    key: 'drawn',
    number: true,
    cell(row) {
      const text = names(row, 2);
      return make('td', { className: 'bar-cell' }, drawn(row),
        make('span', { className: 'read-from', title: text ? shares(row) : unread(row) }, text));
    },
    sort: ({ element }) => element.atomic_percent,
    copy: ({ element }) => [[COPIED.amount, element.atomic_percent], [COPIED.low, element.interval[0]], [COPIED.high, element.interval[1]]],
  },
  {
    key: 'interval',
    number: true,
    help: 'interval',
    cell({ element: { interval: [low, high] } }) {
      return make('td', { className: 'number interval' }, RESULTS.range(fixed(low, 1), fixed(high, 1)));
    },
    sort: ({ element: { interval: [low, high] } }) => high - low,
    copy: ({ element }) => [[COPIED.low, element.interval[0]], [COPIED.high, element.interval[1]]],
  },
  {
    key: 'areas',
    number: true,
    help: 'areas',
    cell: byAreas,
    sort: ({ opinion }) => opinion?.atomic_percent[0] ?? null,
    copy: ({ opinion }) => [[COPIED.areas, opinion?.atomic_percent[0] ?? null], [COPIED.areasLow, opinion?.range?.[0] ?? null], [COPIED.areasHigh, opinion?.range?.[1] ?? null]],
  },
  {
    key: 'presence',
    number: true,
    help: 'presence',
    cell: ({ element: { presence } }) => numeric(presence >= 0.995 ? RESULTS.sure(fixed(0.99, 2)) : fixed(presence, 2)),
    sort: ({ element }) => element.presence,
    copy: ({ element }) => [[COPIED.presence, element.presence]],
  },
  {
    key: 'read',
    cell(row) {
      const text = names(row, 3);
      return text ? make('td', { className: 'text', title: shares(row) }, text) : missing(unread(row), 'text');
    },
    sort: (row) => names(row, 3) || null,
    copy: (row) => [[COPIED.read, read(row).map((l) => `${l.line} ${l.share}`).join('; ') || null]],
  },
  {
    key: 'line',
    cell(row) {
      const found = standing(row);
      return found ? make('td', { className: 'text' }, found.line) : missing(unread(row), 'text');
    },
    sort: (row) => standing(row)?.line ?? null,
    copy: (row) => [[WORDS.line.name, standing(row)?.line ?? null]],
  },
  {
    key: 'energy',
    number: true,
    cell(row) {
      const found = standing(row);
      if (!found) return missing(unread(row));
      if (found.energy === null) return missing(WHY.notSeen);
      return Object.assign(numeric(fixed(found.energy, 1)), { title: RESULTS.positionOf(found.line) });
    },
    sort: (row) => standing(row)?.energy ?? null,
    copy: (row) => [[head('energy'), standing(row)?.energy ?? null]],
  },
  {
    key: 'fwhm',
    number: true,
    cell(row) {
      const area = row.opinion?.area;
      if (!area) return missing(noArea(row));
      if (typeof area.fwhm_ev !== 'number') return missing(area.fwhm_ev === null ? WHY.notSeen : WHY.noWidth);
      return numeric(fixed(area.fwhm_ev, 1));
    },
    sort: ({ opinion }) => opinion?.area?.fwhm_ev ?? null,
    copy: ({ opinion }) => [[head('fwhm'), opinion?.area?.fwhm_ev ?? null]],
  },
  {
    key: 'area',
    number: true,
    cell(row) {
      const area = row.opinion?.area;
      if (!area) return missing(noArea(row));
      const window = RESULTS.range(fixed(area.window_ev[0], 1), fixed(area.window_ev[1], 1));
      return Object.assign(numeric(readable(area.shirley)), { title: RESULTS.areaOver(window, readable(area.deviation)) });
    },
    sort: ({ opinion }) => opinion?.area?.shirley ?? null,
    copy: (row) => [[head('area', areaUnit(row)), row.opinion?.area?.shirley ?? null]],
  },
  {
    key: 'rsf',
    number: true,
    cell(row) {
      const area = row.opinion?.area;
      return area ? numeric(fixed(area.sensitivity, 3)) : missing(noArea(row));
    },
    sort: ({ opinion }) => opinion?.area?.sensitivity ?? null,
    copy: ({ opinion }) => [[head('rsf'), opinion?.area?.sensitivity ?? null]],
  },
  {
    key: 'conc',
    number: true,
    cell(row) {
      const percent = concentration(row);
      if (percent !== null) return numeric(fixed(percent, 1));
      return missing(row.opinion?.area && row.opinion.atomic_percent.length > 0 ? WHY.noPair : noArea(row));
    },
    sort: concentration,
    copy: (row) => [[head('conc'), concentration(row)]],
  },
  {
    key: 'class',
    help: 'class',
    cell({ known }) {
      if (!known) return missing(WHY.classes, 'text');
      return make('td', { className: 'text' },
        make('span', { className: `class class-${known.class}`, title: RESULTS.classOf(known.class, known.advice) }, known.class));
    },
    sort: ({ known }) => (known ? CLASSES.indexOf(known.class) : null),
    copy: ({ known }) => [[WORDS.class.name, known?.class ?? null]],
  },
  {
    key: 'grounding',
    number: true,
    help: 'grounding',
    cell: grounding,
    sort: ({ scan }) => scan?.grounding ?? null,
    copy: ({ scan }) => [[COPIED.grounding, scan?.grounding ?? null]],
  },
  {
    key: 'advice',
    cell(row) {
      const text = advised(row);
      return text ? make('td', { className: 'text advised' }, text) : missing(WHY.noAdvice, 'text');
    },
    sort: (row) => advised(row) || null,
    copy: (row) => [[WORDS.advice.name, advised(row) || null]],
  },
];

/** Those shown where nobody has chosen: they fit beside the figure, and on a telephone. */
export const USUAL = ['amount', 'drawn', 'interval', 'areas'];
/** What CasaXPS reports of a survey. */
export const CASA = ['line', 'energy', 'fwhm', 'area', 'rsf', 'conc'];

/**
 * A head as it is copied.
 * @param {keyof typeof RESULTS.columns} key
 * @param {string} [unit]
 */
function head(key, unit = WORDS[key].unit) {
  return unit ? `${WORDS[key].name} (${unit})` : WORDS[key].name;
}

/** The end of the axis as it is written. @param {number} end */
export const axisText = (end) => plain(end, 1);
