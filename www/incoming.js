// Files that its user chooses or drops.

import { entriesOf, filesOf, sourcesOf } from './batch/sources.js';
import { byId } from './dom.js';
import { listenForHanded } from './handed.js';
import { showProblem } from './messages.js';
import { PAGE } from './words.js';

/** @typedef {import('./batch/sources.js').Source} Source */

/** @typedef {Iterable<Source[]> | AsyncIterable<Source[]>} Found files, as they are found */

/**
 * @param {(file: File) => void} open
 * @param {(found: Found) => void} openMany
 */
export function listenForFiles(open, openMany) {
  byId('file').addEventListener('change', () => {
    const input = byId('file');
    if (input.files.length > 1) openMany([sourcesOf(input.files)]);
    else if (input.files[0]) open(input.files[0]);
    input.value = '';
  });
  listenForDrop(open, openMany);
  listenForHanded(
    (files) => (files.length === 1 ? open(files[0]) : openMany([sourcesOf(files)])),
    (error) => showProblem(PAGE.notHanded(error.message)),
  );
}

/**
 * @param {(file: File) => void} open
 * @param {(found: Found) => void} openMany
 */
function listenForDrop(open, openMany) {
  let depth = 0;
  const hint = byId('drop-hint');
  const over = (/** @type {boolean} */ shown) => {
    hint.hidden = !shown;
    document.body.classList.toggle('dropping', shown);
  };
  window.addEventListener('dragenter', (event) => {
    event.preventDefault();
    depth += 1;
    over(true);
  });
  window.addEventListener('dragover', (event) => event.preventDefault());
  window.addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) over(false);
  });
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    over(false);
    const files = event.dataTransfer?.files ?? [];
    const entries = event.dataTransfer ? entriesOf(event.dataTransfer) : [];
    const onBatch = event.target instanceof Element && event.target.closest('#batch') !== null;
    if (entries.some((entry) => entry.isDirectory)) openMany(filesOf(entries));
    else if (files.length > 0 && onBatch) openMany([sourcesOf(files)]); // one may hold many spectra
    else if (files.length === 1) open(files[0]);
    else if (files.length === 0) showProblem(PAGE.noFile);
    else openMany([sourcesOf(files)]);
  });
}
