// Saving: a report that stands alone and prints, the answer as CSV and JSON, the figure as SVG and PNG.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { vamas } from '../vamas.mjs';
import { visits } from './helpers.mjs';

const visit = visits();
const measured = (name) => fileURLToPath(new URL(`../../../../shared/measured/surveys/${name}`, import.meta.url));
const flakes = measured('kratos_mos2_ws2_multiblock.vms');
const skip = existsSync(flakes) ? false : 'the measured spectra are not here (../shared/measured)';

/** What a button of the pane saves: name and bytes. */
async function saved(page, name) {
  const [download] = await Promise.all([
    page.page.waitForEvent('download', { timeout: 120_000 }),
    page.page.locator('#saving').getByRole('button', { name }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Waits for the answer that follows what `act` does. */
async function answered(page, act) {
  await page.page.evaluate(() => { document.querySelector('#composition tbody').firstElementChild.dataset.old = 'true'; });
  await act();
  await page.page.locator('#composition tr[data-old]').waitFor({ state: 'detached' });
  await page.idle();
}

test('a report on a measured flake says what was measured, answered and settled, and stands alone', { skip }, async () => {
  const page = await visit('?engine=cpu');
  const bytes = readFileSync(flakes);
  await page.drop('flakes.vms', bytes);
  await page.page.locator('#calibration-offers button[data-basis="casa_xps"]').waitFor();
  await answered(page, () => page.page.locator('#calibration-offers button[data-basis="casa_xps"]').click());
  const [first] = await page.elements();
  await page.choose(first.symbol); // a busy machine scans only when it is asked
  await page.fisOf(first.symbol);
  await page.reasons();
  const { name, bytes: html } = await saved(page, 'Report');
  assert.match(name, /^flakes-block\d+-report\.html$/);
  // Opened by itself, without the page and without a network.
  const context = await page.page.context().browser().newContext({ offline: true, viewport: { width: 1000, height: 1200 } });
  const alone = await context.newPage();
  const requests = [];
  alone.on('request', (r) => requests.push(r.url()));
  await alone.setContent(html.toString('utf8'));
  const text = await alone.locator('body').innerText();
  assert.ok(text.includes(createHash('sha256').update(bytes).digest('hex')), 'the checksum of the file');
  for (const expected of [
    /Energy axis\s+moved by \+3\.63 eV: calibration of CasaXPS/,
    new RegExp(`${first.symbol}\\s+${first.atomic_percent.toFixed(1)}`),
    /SHA-256 of its weights\s+[0-9a-f]{64}/,
    /Pass energy\s+160 eV/,
    /Charge compensation\s+Charge Neutraliser: On/,
    /Pressure\s+not stated/,
    /Feature Importance Spectrum of/,
    /What each element is read from/,
    /RSF: Scofield/,
  ]) assert.match(text, expected);
  assert.ok(await alone.locator('svg').count() >= 4, 'the spectrum, the figure on show, the fit, a FIS');
  assert.deepEqual(requests.filter((r) => !r.startsWith('about:')), [], 'it loads nothing');
  for (const format of ['A4', 'Letter']) {
    const pdf = await alone.pdf({ format });
    assert.ok(pdf.length > 20_000, `${format}: ${pdf.length} bytes`);
  }
  await context.close();
});

test('the answer is saved as CSV and JSON with a decimal point, whatever the locale', async () => {
  const page = await visit('?engine=cpu', { locale: 'de-DE' });
  await page.drop('silver.vms', vamas({}));
  const elements = await page.elements();
  const csv = await saved(page, 'Save the answer as CSV');
  assert.match(csv.name, /^silver-block\d+\.csv$/);
  const rows = csv.bytes.toString('utf8').trim().split('\n').filter((l) => !l.startsWith('#')).map((l) => l.split(','));
  assert.deepEqual(rows[0].slice(0, 2), ['element', 'atomic_percent']);
  assert.deepEqual(rows.slice(1).map((r) => [r[0], Number(r[1])]), elements.map((e) => [e.symbol, e.atomic_percent]));
  assert.ok(rows.every((r) => r.length === rows[0].length));
  const json = JSON.parse((await saved(page, 'Save the answer as JSON')).bytes.toString('utf8'));
  assert.deepEqual(json.elements.map((e) => e.symbol), elements.map((e) => e.symbol));
  assert.equal(json.file, 'silver.vms');
});

test('the figure on show is saved as SVG and PNG', async () => {
  const page = await visit('?engine=cpu');
  const svg = await saved(page, 'Save the figure on show as SVG');
  assert.match(svg.bytes.toString('utf8'), /^<svg [\s\S]*Binding energy \(eV\)[\s\S]*<\/svg>\s*$/);
  const png = await saved(page, 'Save the figure on show as PNG');
  assert.equal(png.bytes.subarray(1, 4).toString('latin1'), 'PNG');
  assert.ok(png.bytes.readUInt32BE(16) >= 1600, `${png.bytes.readUInt32BE(16)} pixels wide`);
});

test('what is refused is not saved as a composition, and a report says so', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('region.vms', vamas({ name: 'Ag 3d', lo: 300, hi: 420 }));
  assert.match(await page.refusal(), /region, not a survey/);
  const csv = (await saved(page, 'Save the answer as CSV')).bytes.toString('utf8');
  assert.match(csv, /^# no composition: /m);
  assert.equal(csv.trim().split('\n').filter((l) => !l.startsWith('#')).length, 1, 'the head alone');
  const json = JSON.parse((await saved(page, 'Save the answer as JSON')).bytes.toString('utf8'));
  assert.deepEqual(json.elements, []);
  const html = (await saved(page, 'Report')).bytes.toString('utf8');
  assert.match(html, /There should be no composition: /);
  assert.match(html, /No composition is given/);
});

test('a window that its user set is in the report, with the area that it gives', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', vamas({}));
  await page.page.locator('#opinion summary').first().click();
  const row = page.page.locator('#areas tbody tr').first();
  const ends = row.locator('input.window-end');
  const to = Number(await ends.nth(1).inputValue());
  const before = await row.innerText();
  await ends.nth(1).fill(String(to + 3));
  await ends.nth(1).press('Enter');
  await page.page.waitForFunction((text) => document.querySelector('#areas tbody tr').innerText !== text, before);
  await page.idle();
  const html = (await saved(page, 'Report')).bytes.toString('utf8');
  const set = new RegExp(`window of [A-Z][a-z]?: [\\d.]+ to ${(to + 3).toFixed(1)} eV`);
  assert.match(html, set);
  assert.match(html, new RegExp(`to ${(to + 3).toFixed(1)}</td>`));
});
