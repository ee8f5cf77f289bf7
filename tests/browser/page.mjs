// The page as its user sees it: what the stories do and read.

import { fileURLToPath } from 'node:url';

/** For what may take long: a software adapter computes a FIS in minutes on two slow cores, ms. */
const PATIENCE = 240_000;
/** For what a user would not wait longer for, ms. */
const PROMPT = 20_000;

export class SpeclensPage {
  /** Violations of the page's security policy. */
  violations = [];
  /** Errors that nobody caught and messages on the console. */
  errors = [];
  /** Every request, as its address. */
  requests = [];

  constructor(page) {
    this.page = page;
  }

  /** Opens the page and waits until its example is on show and its engine is settled. */
  static async open(page, address) {
    const self = new SpeclensPage(page);
    page.setDefaultTimeout(PROMPT);
    page.on('request', (request) => self.requests.push(request.url()));
    page.on('pageerror', (error) => self.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') self.errors.push(message.text());
    });
    await page.exposeFunction('reportViolation', (what) => self.violations.push(what));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        window.reportViolation(`${event.violatedDirective}: ${event.blockedURI}`);
      });
    });
    await page.goto(address);
    await page.locator('html[data-ready="true"][data-engine-settled="true"]').waitFor({ state: 'attached', timeout: PATIENCE });
    return self;
  }

  /** Drops a file on the page, as from a folder of the desktop. */
  async drop(name, bytes) {
    const transfer = await this.page.evaluateHandle(({ name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], name));
      return transfer;
    }, { name, base64: Buffer.from(bytes).toString('base64') });
    for (const type of ['dragenter', 'dragover', 'drop']) {
      await this.page.dispatchEvent('body', type, { dataTransfer: transfer });
    }
    await transfer.dispose();
    await this.idle();
  }

  /** Waits until no analysis is under way. */
  async idle() {
    await this.page.locator('html[data-busy="false"]').waitFor({ state: 'attached', timeout: PATIENCE });
  }

  /** Why there is no composition; empty where there is one. */
  async refusal() {
    return (await this.page.locator('#refusal').isVisible()) ? this.page.locator('#refusal-reason').innerText() : '';
  }

  /** Asks for the composition that is refused. */
  anyway() {
    return this.page.getByRole('button', { name: 'Show it all the same' }).click();
  }

  /** The elements of the table, in its order, with full precision. */
  elements() {
    // Rows are found and read in one step: the table may be drawn anew at any time.
    return this.page.locator('#composition').evaluate((table) => [...table.tBodies[0].rows].map((row) => ({
      symbol: row.dataset.symbol,
      atomic_percent: Number(row.dataset.atomicPercent),
      presence: Number(row.dataset.presence),
      interval: [Number(row.dataset.low), Number(row.dataset.high)],
      // Without the lines beside the bar, which come later.
      shown: [...row.cells].filter((c) => !c.matches('.bar-cell')).map((c) => c.innerText).join(' '),
    })));
  }

  /** The column of amounts by areas: what is seen, what a screen reader reads, and the sentence of its mark. */
  byAreas() {
    return this.page.locator('#composition').evaluate((table) => [...table.tBodies[0].rows].flatMap((row) => {
      const cell = row.querySelector('.by-areas');
      if (!cell) return [];
      const mark = cell.querySelector('.doubt');
      const seen = [...cell.childNodes].filter((n) => n !== mark && !(n instanceof Element && n.matches('.visually-hidden')));
      return [{
        symbol: row.dataset.symbol,
        seen: seen.map((n) => n.textContent).join(''),
        read: cell.querySelector('.visually-hidden').textContent,
        title: cell.title,
        doubt: mark?.getAttribute('aria-label') ?? '',
      }];
    }));
  }

  /** The second opinion below the table: head, rows, sentences, notes; whether it is open. */
  secondOpinion() {
    return this.page.locator('#opinion').evaluate((panel) => {
      const texts = (selector) => [...panel.querySelectorAll(selector)].map((e) => e.textContent.replace(/\s+/g, ' ').trim());
      return {
        open: panel.open,
        head: texts('thead th'),
        rows: [...panel.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((c) => {
          const ends = [...c.querySelectorAll('input')].map((e) => e.value);
          return ends.length > 0 ? ends.join(' – ') : c.textContent;
        })),
        said: texts('#opinion-said li'),
        notes: texts('.note'),
      };
    });
  }

  /** Which engine, file and block the table's numbers are from. */
  answered() {
    return this.page.locator('#composition').evaluate((table) => ({ ...table.dataset }));
  }

  /** Which engine the page says it uses. */
  engine() {
    return this.page.locator('#engine').innerText();
  }

  /** The blocks in the list: title, whether on show, whether selectable. */
  blocks() {
    return this.page.locator('#blocks button').evaluateAll((buttons) => buttons.map((button) => ({
      block: Number(button.dataset.block),
      text: button.innerText,
      chosen: button.getAttribute('aria-current') === 'true',
      enabled: !button.disabled,
    })));
  }

  /** Selects a block by its number in the file. */
  async select(block) {
    await this.page.locator(`#blocks button[data-block="${block}"]`).click();
    await this.idle();
  }

  /** Chooses an element with the keyboard, as one who uses no mouse does. */
  async choose(symbol) {
    await this.page.locator(`#composition tr[data-symbol="${symbol}"] button`).press('Enter');
  }

  /** Waits for the FIS of an element; answers what the page says of it. */
  async fisOf(symbol) {
    const form = this.page.locator(`#fis-form[data-element="${symbol}"]`);
    await form.waitFor({ timeout: PATIENCE });
    return form.evaluate((f) => ({ ...f.dataset }));
  }

  /** Opens the settings of the FIS and fills in its width σ, eV. */
  async width(sigma) {
    await this.page.locator('.fis-settings').evaluate((d) => { d.open = true; });
    await this.page.getByLabel('Width σ').fill(sigma);
  }

  /** The table of lines of an element, once it is there: rows with name, share and at% without. */
  async linesOf(symbol) {
    await this.page.locator(`#lines[data-element="${symbol}"]`).waitFor({ timeout: PATIENCE });
    return this.page.locator('#lines tbody tr[data-line]').evaluateAll((rows) => rows.map((row) => ({
      line: row.dataset.line,
      share: Number(row.dataset.share),
      lost: Number(row.dataset.lost),
      without: Number(row.dataset.percentWithout),
      text: row.innerText,
    })));
  }

  /** Waits until the reasons of the answer on show have been looked for. */
  async reasons() {
    // On a slow machine the scan waits until somebody asks for it: the tables of lines are there.
    await this.page.locator('html[data-reasons="given"], html[data-reasons="wait to be asked for"]').waitFor({ timeout: PATIENCE });
  }

  /** The figure: panels, energies at its edges, labels. */
  async figure() {
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return this.page.locator('#figure').evaluate((f) => ({ ...f.dataset }));
  }

  /** Pixels of the figure's canvas that are not the ground, from `top` to `bottom` (shares of its height). */
  inked(top, bottom) {
    return this.page.locator('#plot').evaluate((canvas, [top, bottom]) => {
      const y = Math.round(top * canvas.height);
      const height = Math.round((bottom - top) * canvas.height);
      const { data } = canvas.getContext('2d').getImageData(0, y, canvas.width, height);
      const ground = data.slice(0, 3).join();
      let count = 0;
      for (let i = 0; i < data.length; i += 4) if (data.slice(i, i + 3).join() !== ground) count += 1;
      return count / (data.length / 4);
    }, [top, bottom]);
  }

  /** What the page asks about a file: the text, whether the axis is asked, the axis that is marked. */
  async question() {
    await this.page.locator('#question').waitFor();
    return this.page.locator('#question').evaluate((dialog) => ({
      text: dialog.querySelector('#question-text').textContent,
      axisAsked: !dialog.querySelector('#question-axis').hidden,
      axis: dialog.querySelector('form').elements.axis.value,
    }));
  }

  /** Answers the question: photon energy as the value of its choice, `energy` where it is another. */
  async tell({ photon, energy }) {
    await this.page.locator(`#question input[name="photon"][value="${photon}"]`).check();
    if (energy) await this.page.locator('#question-energy').fill(energy);
    await this.page.getByRole('button', { name: 'Open the file' }).click();
    await this.page.locator('#question').waitFor({ state: 'hidden' });
    await this.idle();
  }

  /** The panel's facts by their names. */
  async facts() {
    return this.page.locator('#facts-list').evaluate((list) => {
      const cells = [...list.children].map((c) => c.textContent);
      return Object.fromEntries(cells.flatMap((c, i) => (i % 2 === 0 ? [[c, cells[i + 1]]] : [])));
    });
  }

  /** The message that is shown, empty where there is none. */
  async problem() {
    const banner = this.page.locator('#problem');
    return (await banner.isVisible()) ? this.page.locator('#problem-text').innerText() : '';
  }

  /** The whole page as PNG. */
  shoot(file) {
    return this.page.screenshot({ path: fileURLToPath(file), fullPage: true });
  }
}
