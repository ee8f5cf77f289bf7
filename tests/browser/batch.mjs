// The batch as its user sees it.

import { readFileSync } from 'node:fs';

/** For what takes long on a slow machine, ms. */
const PATIENCE = 240_000;

export class BatchPage {
  /** @param {import('./page.mjs').SpeclensPage} page */
  constructor(page) {
    this.page = page;
  }

  /** Opens the pane. */
  async show() {
    await this.page.page.locator('#batch-open').click();
    await this.page.page.locator('#batch').waitFor();
  }

  /** Adds files by the button of the batch. */
  async add(files) {
    if (!await this.page.page.locator('#batch').isVisible()) await this.show();
    await this.page.page.setInputFiles('#batch-files', files);
  }

  /** Drops files on the page, or on a part of it: names and texts. */
  async drop(files, on = 'body') {
    const transfer = await this.page.page.evaluateHandle((named) => {
      const transfer = new DataTransfer();
      for (const [name, text] of Object.entries(named)) transfer.items.add(new File([text], name));
      return transfer;
    }, files);
    for (const type of ['dragenter', 'dragover', 'drop']) await this.page.page.dispatchEvent(on, type, { dataTransfer: transfer });
    await transfer.dispose();
  }

  /** Waits until so many files are done with. */
  async done(files) {
    await this.page.page.locator(`#batch[data-state="done"][data-done="${files}"]`).waitFor({ timeout: PATIENCE });
  }

  /** Waits until so many rows are on show, or a few more. */
  async shown(rows, more = 0) {
    await this.page.page.waitForFunction(([least, most]) => {
      const shown = Number(document.getElementById('batch').dataset.shown);
      return shown >= least && shown <= most;
    }, [rows - more, rows + more]);
  }

  /** Waits until the page has so many workers. */
  async workers(count) {
    while (this.page.page.workers().length > count) await this.page.page.waitForEvent('worker', { timeout: 200 }).catch(() => {});
  }

  /** The rows that are in the document, in their order. */
  rows() {
    return this.page.page.locator('#batch-table').evaluate((table) => {
      const heads = [...table.tHead.rows[0].cells].map((c) => c.dataset.column);
      return [...table.tBodies[0].querySelectorAll('tr[data-path]')].map((row) => ({
        path: row.dataset.path,
        block: row.dataset.block,
        state: row.dataset.state === 'doubtful' ? 'answered' : row.dataset.state,
        said: row.cells[3].textContent,
        amounts: Object.fromEntries([...row.cells].slice(4).flatMap((c, i) => (c.textContent ? [[heads[i + 4], c.textContent]] : []))),
      }));
    });
  }

  /** Opens a row in the instrument. */
  async open(path, block) {
    await this.page.page.locator(`#batch-table tr[data-path="${path}"][data-block="${block}"] .batch-open`).click();
  }

  /** Presses the head of a column. */
  async sort(column) {
    await this.page.page.locator(`#batch-table th[data-column="${column}"] .sort`).click();
  }

  /** The bytes of the file that `press` has the page save. */
  async saved(press) {
    const [download] = await Promise.all([this.page.page.waitForEvent('download', { timeout: PATIENCE }), press()]);
    return readFileSync(await download.path());
  }
}
