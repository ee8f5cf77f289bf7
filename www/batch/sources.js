// Files of a batch: chosen, or dropped with the folders that they are in. None is read here.

import { BATCH } from '../words.js';

/** @typedef {{ path: string, file: () => Promise<File> }} Source a file by its path below what was chosen */

/** Folders in folders are not followed deeper than this. */
const DEEPEST = 32;

/** @param {Iterable<File>} files @returns {Source[]} */
export function sourcesOf(files) {
  return [...files]
    .filter(({ name }) => !name.startsWith('.'))
    .map((file) => ({ path: file.webkitRelativePath || file.name, file: () => Promise.resolve(file) }));
}

/**
 * What was dropped, as long as the browser still tells: files, and folders to look into.
 * @param {DataTransfer} transfer
 */
export function entriesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  return entries.flatMap((entry) => (entry ? [entry] : []));
}

/**
 * The files among what was dropped, some at a time; hidden ones are left out. A folder that cannot be read stands
 * among them as a file that cannot.
 * @param {FileSystemEntry[]} entries
 * @param {number} [depth]
 * @returns {AsyncGenerator<Source[]>}
 */
export async function* filesOf(entries, depth = 0) {
  const visible = entries.filter(({ name }) => !name.startsWith('.'));
  const files = visible.filter((entry) => entry.isFile);
  if (files.length > 0) yield files.map((entry) => sourceOf(/** @type {FileSystemFileEntry} */ (entry)));
  for (const folder of visible.filter((entry) => entry.isDirectory)) {
    try {
      if (depth >= DEEPEST) throw new Error(BATCH.tooDeep(DEEPEST));
      const reader = /** @type {FileSystemDirectoryEntry} */ (folder).createReader();
      for (let some = await read(reader); some.length > 0; some = await read(reader)) yield* filesOf(some, depth + 1);
    } catch (error) {
      yield [{ path: `${pathOf(folder)}/`, file: () => Promise.reject(error) }];
    }
  }
}

/** @param {FileSystemEntry} entry */
const pathOf = (entry) => entry.fullPath.replace(/^\//, '');

/** @param {FileSystemFileEntry} entry @returns {Source} */
function sourceOf(entry) {
  return { path: pathOf(entry), file: () => new Promise((resolve, reject) => { entry.file(resolve, reject); }) };
}

/** Browsers give a hundred entries at a time. @param {FileSystemDirectoryReader} reader @returns {Promise<FileSystemEntry[]>} */
function read(reader) {
  return new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
}
