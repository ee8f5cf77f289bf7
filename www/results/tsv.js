// The table of results as text with tabs: for spreadsheets, with a decimal point whatever the locale.

import { RESULTS } from '../words.js';

/** @typedef {import('./columns.js').Column} Column */
/** @typedef {import('./columns.js').Row} Row */
/** @typedef {import('./columns.js').Value} Value */

/** A value as it is copied: numbers with all of their digits, nothing where it is not known. @param {Value} value */
function written(value) {
  if (value === null) return '';
  return String(value).replace(/[\t\r\n]+/g, ' ');
}

/**
 * Heads and rows in the order on show. A number that several columns show is copied once.
 * @param {Column[]} columns
 * @param {Row[]} rows
 * @returns {{ text: string, columns: number }}
 */
export function tsv(columns, rows) {
  const lines = rows.map((row) => new Map([
    [RESULTS.copied.element, row.element.symbol],
    ...columns.flatMap((c) => c.copy(row)),
  ]));
  const heads = [...(lines[0]?.keys() ?? [])];
  const text = [heads, ...lines.map((line) => heads.map((h) => written(line.get(h) ?? null)))].map((cells) => `${cells.join('\t')}\n`).join('');
  return { text, columns: heads.length };
}

/**
 * Puts a text on the clipboard; the older way serves pages that are not of a secure origin.
 * @param {string} text
 * @returns {Promise<boolean>} whether it is there
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'visually-hidden';
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    if (before instanceof HTMLElement) before.focus();
    return done;
  }
}
