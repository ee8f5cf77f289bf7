// One spectrum of a batch, opened in the instrument as if it had been dropped there.

import { bring, byId } from '../dom.js';

/** Which was asked for last. */
let turn = 0;

/**
 * @param {import('./batch.js').One} one
 * @param {import('../opening.js').Opening} opening
 * @param {number} largest bytes that are read
 */
export async function openOne({ file, row: { index, source, told } }, opening, largest) {
  const before = opening.onShow;
  const mine = (turn += 1);
  await opening.openFile(file, largest, told ?? undefined);
  const { onShow } = opening;
  if (mine !== turn) return;
  if (index < 0 || onShow === before || onShow?.name !== file.name) return; // an error or a question, which the page shows
  if (source) byId('source').value = source;
  if (onShow.index !== index || source) await opening.select(index, source);
  bring(byId('figure-title'));
}
