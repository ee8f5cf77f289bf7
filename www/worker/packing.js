// A batch as CSV, JSON, XLSX, and as an archive with reports and figures.

import { Zip, ZipDeflate, workbook } from '../vendor/archive.js';
import { BATCH } from '../words.js';

/** @typedef {import('../batch/rows.js').Row} Row */
/** @typedef {'csv' | 'json' | 'xlsx'} As */

const { columns: WORDS } = BATCH;
/** Sheets of a workbook: what of an element each has. */
const SHEETS = /** @type {const} */ (['percent', 'low', 'high']);

/** Rows that came so far. @type {Row[]} */
let collected = [];
/** The archive that is being written. @type {{ zip: Zip, parts: Blob[], error: Error | null, names: Set<string> } | null} */
let archive = null;

/**
 * More rows; the first begin anew.
 * @param {{ more: Row[], first: boolean }} message
 */
export function rows({ more, first }) {
  if (first) collected = [];
  for (const row of more) collected.push(row);
}

/**
 * All rows as one file.
 * @param {{ as: As }} message
 * @returns {Promise<Blob>}
 */
export async function table({ as }) {
  if (as === 'csv') return new Blob([csv()], { type: 'text/csv' });
  if (as === 'json') return new Blob([json()], { type: 'application/json' });
  const sheets = SHEETS.map((what) => ({ sheet: BATCH.sheets[what], data: sheet(what), stickyRowsCount: 1, stickyColumnsCount: 1 }));
  return workbook(sheets);
}

/**
 * Adds files to the archive; the first begin a new one.
 * @param {{ files: { name: string, text: string }[], first: boolean }} message
 */
export function add({ files, first }) {
  if (first || !archive) archive = begin();
  for (const { name, text } of files) put(archive, name, new TextEncoder().encode(text));
}

/**
 * Ends the archive; the table of all rows goes with it.
 * @returns {Blob}
 */
export function finish() {
  const ending = archive ?? begin();
  archive = null;
  put(ending, 'results.csv', new TextEncoder().encode(csv()));
  put(ending, 'results.json', new TextEncoder().encode(json()));
  ending.zip.end();
  if (ending.error) throw ending.error;
  return new Blob(ending.parts, { type: 'application/zip' });
}

function begin() {
  /** @type {{ zip: Zip, parts: Blob[], error: Error | null, names: Set<string> }} */
  const begun = { zip: new Zip(), parts: [], error: null, names: new Set() };
  begun.zip.ondata = (/** @type {Error | null} */ error, /** @type {Uint8Array<ArrayBuffer>} */ chunk) => {
    if (error) begun.error = error;
    else begun.parts.push(new Blob([chunk])); // the browser may keep it elsewhere than in memory
  };
  return begun;
}

/**
 * @param {{ zip: Zip, names: Set<string> }} into
 * @param {string} wished
 * @param {Uint8Array} bytes
 */
function put({ zip, names }, wished, bytes) {
  const dot = wished.lastIndexOf('.');
  let name = wished;
  // Names that differ in their case alone are one on some systems.
  for (let n = 2; names.has(name.toLowerCase()); n += 1) name = `${wished.slice(0, dot)}-${n}${wished.slice(dot)}`;
  names.add(name.toLowerCase());
  const entry = new ZipDeflate(name, { level: 6 });
  zip.add(entry);
  entry.push(bytes, true);
}

/** What is told of a row before its amounts: head and value. @returns {[string, (row: Row) => string | number | null][]} */
function facts() {
  const axes = [...new Set(collected.flatMap((r) => Object.entries(r.axes).map(([name, { unit }]) => JSON.stringify([name, unit]))))];
  return [
    [WORDS.file, (r) => r.path],
    [WORDS.block, (r) => r.block || null],
    [WORDS.sample, (r) => r.sample],
    [WORDS.region, (r) => r.name],
    [WORDS.state, (r) => BATCH.states[r.state]],
    [WORDS.reason, (r) => r.reason],
    [WORDS.photons, (r) => r.excitation_ev],
    [WORDS.network, (r) => r.model],
    ...axes.map((axis) => {
      const [name, unit] = JSON.parse(axis);
      return /** @type {[string, (row: Row) => number | null]} */ ([unit ? `${name} (${unit})` : name, (r) => (r.axes[name]?.unit === unit ? r.axes[name].value : null)]);
    }),
  ];
}

/** Elements in any row, by atomic number. */
function symbols() {
  const numbers = new Map(collected.flatMap((r) => r.elements.map((e) => /** @type {[string, number]} */ ([e.symbol, e.z]))));
  return [...numbers].sort(([, a], [, b]) => a - b).map(([symbol]) => symbol);
}

/** A row for each spectrum, with a decimal point whatever the locale (RFC 4180). */
function csv() {
  const told = facts();
  const found = symbols();
  const head = [...told.map(([name]) => name), ...found.flatMap((s) => [`${s} (at%)`, `${s} low 90 (at%)`, `${s} high 90 (at%)`]), WORDS.warnings];
  const lines = collected.map((row) => {
    const of = new Map(row.elements.map((e) => [e.symbol, e]));
    const amounts = found.flatMap((s) => {
      const e = of.get(s);
      return /** @type {(number | string)[]} */ (e ? [e.atomic_percent, ...e.interval] : ['', '', '']);
    });
    return [...told.map(([, value]) => value(row)), ...amounts, row.warnings.join('; ')].map(cell).join(',');
  });
  return `${[head.map(cell).join(','), ...lines].join('\r\n')}\r\n`;
}

/** @param {string | number | null | undefined} value */
function cell(value) {
  const plain = String(value ?? '').replace(/[\r\n\t]+/g, ' ');
  // Spreadsheets take what begins so for a formula, whoever wrote it into a file.
  const text = typeof value === 'string' && /^[=+\-@]/.test(plain) ? `'${plain}` : plain;
  return /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One object for each spectrum, by the names of `speclens analyse --json`. */
function json() {
  const objects = collected.map(({ path, name, block, sample, excitation_ev, range_ev, model, elements, warnings, doubts, strangeness, refused, state, reason, axes }) => JSON.stringify({
    file: path, block: name, sample, block_number: block || null, state,
    ...(state === 'failed' || state === 'asks' ? { error: reason } : { excitation_ev, range_ev, model, elements, warnings, doubts, strangeness, refused }),
    ...(Object.keys(axes).length > 0 && { series: axes }),
  }));
  return `[${objects.join(',\n')}]\n`;
}

/** @param {typeof SHEETS[number]} what */
function sheet(what) {
  const told = facts();
  const found = symbols();
  const bold = (/** @type {string} */ value) => ({ value, fontWeight: /** @type {const} */ ('bold') });
  const head = [...told.map(([name]) => bold(name)), ...found.map((s) => bold(s)), bold(WORDS.warnings)];
  const lines = collected.map((row) => {
    const of = new Map(row.elements.map((e) => [e.symbol, { percent: e.atomic_percent, low: e.interval[0], high: e.interval[1] }]));
    return [...told.map(([, value]) => value(row) ?? null), ...found.map((s) => of.get(s)?.[what] ?? null), row.warnings.join('; ') || null];
  });
  return [head, ...lines];
}
