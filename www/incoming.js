// Files that its user chooses or drops.

import { byId } from './dom.js';
import { showProblem } from './messages.js';
import { PAGE } from './words.js';

/** @param {(file: File) => void} open */
export function listenForFiles(open) {
  byId('file').addEventListener('change', () => {
    const input = byId('file');
    if (input.files[0]) open(input.files[0]);
    input.value = '';
  });
  listenForDrop(open);
}

/** @param {(file: File) => void} open */
function listenForDrop(open) {
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
    if (files.length === 1) open(files[0]);
    else if (files.length === 0) showProblem(PAGE.noFile);
    else showProblem(PAGE.manyFiles(files.length));
  });
}
