// The spectrum that the answer implies, amounts to try, and peaks of one region.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { analyse } from '../binary.mjs';
import { vamas } from '../vamas.mjs';
import { visits } from './helpers.mjs';

const visit = visits();
const file = vamas({});

/** The fit is at its end. */
const fitted = (page) => page.page.waitForFunction(() => document.documentElement.dataset.fit === 'done');

/** Texts of the cells of each row, and the amounts to try. */
const refined = (page) => page.page.locator('#refined tbody tr').evaluateAll((rows) => rows.map((row) => ({
  symbol: row.dataset.symbol,
  cells: [...row.cells].map((c) => c.textContent),
  asked: row.querySelector('input').valueAsNumber,
  doubtful: row.classList.contains('doubtful'),
})));

const status = (page) => page.page.locator('#synthesis-status').innerText();
const panels = (page) => page.page.locator('#figure').getAttribute('data-panels');

/** Drags a range of energies on the figure, eV, once it stands still. */
async function drag(page, from, to) {
  const figure = page.page.locator('#figure');
  await figure.hover();
  const box = await figure.boundingBox();
  const [left, right] = await figure.evaluate((f) => [Number(f.dataset.energyLeft), Number(f.dataset.energyRight)]);
  // The panel's inside: 58 and 12 pixels from the edges of the figure.
  const x = (energy) => box.x + 58 + ((energy - left) / (right - left)) * (box.width - 70);
  await page.page.mouse.move(x(from), box.y + 60);
  await page.page.mouse.down();
  await page.page.mouse.move(x(to), box.y + 60, { steps: 4 });
  await page.page.mouse.up();
}

test('the implied spectrum stands over the measured one while its fold is open', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  await fitted(page);
  assert.equal(await panels(page), 'spectrum');
  await page.page.getByText('The spectrum that the answer implies').press('Enter');
  await page.page.waitForFunction(() => document.querySelector('#figure').dataset.panels.includes('residual'));
  assert.match(await status(page), /^\d+ % of the lines' contrast explained, residual \d+\.\d times the noise\.$/);
  const [answer] = analyse('silver.vms', file, '--refine');
  const rows = await refined(page);
  assert.deepEqual(rows.map((r) => r.symbol), answer.refined.elements.map((e) => e.element));
  for (const [i, { element, atomic_percent: percent, needed }] of answer.refined.elements.entries()) {
    const { cells, asked, doubtful } = rows[i];
    assert.ok(Math.abs(Number(cells[3]) - percent) <= 0.5, `${element}: the page says ${cells[3]}, the program ${percent}`);
    assert.equal(asked, Number(cells[3]), element);
    assert.equal(doubtful, needed < 3, `${element} needed ${needed}`);
    assert.ok(cells.every((c) => !/NaN|undefined|null/.test(c)), String(cells));
  }
  await page.page.getByText('The spectrum that the answer implies').press('Enter');
  await page.page.waitForFunction(() => document.querySelector('#figure').dataset.panels === 'spectrum');
  assert.deepEqual(page.errors, []);
});

test('an amount that is tried is drawn, and the refined ones come back', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  await fitted(page);
  await page.page.getByText('The spectrum that the answer implies').press('Enter');
  const before = await status(page);
  const silver = page.page.getByLabel('Ag: amount to try, at%');
  await silver.fill('5');
  await page.page.waitForFunction(() => document.querySelector('#synthesis-status').textContent.startsWith('With these amounts'));
  const share = (text) => Number(/(\d+) %/.exec(text)[1]);
  assert.ok(share(await status(page)) < share(before), `${await status(page)}, before: ${before}`);
  await silver.fill('-1');
  assert.match(await status(page), /expected numbers from 0 on/);
  await page.page.getByRole('button', { name: 'Refined amounts again' }).click();
  assert.equal(await status(page), before);
  assert.deepEqual(page.errors, []);
});

test('peaks of a region that is dragged are the lines of the elements found, and are fitted', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  await fitted(page);
  await page.page.getByText('Fit peaks in a region').press('Enter');
  await page.page.getByRole('button', { name: 'Drag on the figure' }).click();
  await drag(page, 386, 360);
  const name = page.page.getByLabel('Ag 3d: name');
  await name.waitFor();
  await page.page.getByRole('button', { name: 'Fit', exact: true }).click();
  await page.page.waitForFunction(() => document.querySelector('#peaks-status').textContent.startsWith('Fitted'));
  const cells = await page.page.locator('#peak-table tbody tr').first().locator('td').allInnerTexts();
  assert.match(cells[2], /^36[78]\.\d\d ± \d\.\d\d$/, 'where it stands');
  assert.match(cells[5], /^100\.0/, 'its share');
  const [from, to] = await page.page.locator('#figure').evaluate((f) => [Number(f.dataset.energyRight), Number(f.dataset.energyLeft)]);
  assert.ok(from > 350 && to < 395, `the region is on show: ${from} to ${to} eV`);
  await page.page.getByRole('button', { name: 'Ag 3d: take away' }).click();
  await page.page.getByRole('button', { name: 'Fit', exact: true }).click();
  assert.match(await page.page.locator('#peaks-status').innerText(), /^No peak to fit/);
  assert.deepEqual(page.errors, []);
});

test('the window of an element is dragged on the figure', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  await page.page.getByText('Second opinion: areas of lines').press('Enter');
  await page.page.getByRole('button', { name: 'Ag: drag the window on the figure' }).click();
  await drag(page, 390, 358);
  await page.page.waitForFunction(() => document.querySelector('#areas .window.set'));
  const [from, to] = await page.page.locator('#areas .window.set input').evaluateAll((ends) => ends.map((e) => e.valueAsNumber));
  assert.ok(Math.abs(from - 358) < 3 && Math.abs(to - 390) < 3, `${from} to ${to}`);
  assert.deepEqual(page.errors, []);
});
