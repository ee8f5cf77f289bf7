// Files of a batch: chosen, or dropped with the folders that they are in. None is read here.

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
 * The files among what was dropped, some at a time; hidden ones are left out.
 * @param {FileSystemEntry[]} entries
 * @param {number} [depth]
 * @returns {AsyncGenerator<Source[]>}
 */
export async function* filesOf(entries, depth = 0) {
  const visible = entries.filter(({ name }) => !name.startsWith('.'));
  const files = visible.filter((entry) => entry.isFile);
  if (files.length > 0) yield files.map((entry) => sourceOf(/** @type {FileSystemFileEntry} */ (entry)));
  if (depth > DEEPEST) return;
  for (const folder of visible.filter((entry) => entry.isDirectory)) {
    const reader = /** @type {FileSystemDirectoryEntry} */ (folder).createReader();
    for (let some = await read(reader); some.length > 0; some = await read(reader)) yield* filesOf(some, depth + 1);
  }
}

/** @param {FileSystemFileEntry} entry @returns {Source} */
function sourceOf(entry) {
  return { path: entry.fullPath.replace(/^\//, ''), file: () => new Promise((resolve, reject) => { entry.file(resolve, reject); }) };
}

/** Browsers give a hundred entries at a time. @param {FileSystemDirectoryReader} reader @returns {Promise<FileSystemEntry[]>} */
function read(reader) {
  return new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
}
