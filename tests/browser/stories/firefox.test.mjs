// The main path in Firefox: the first answer, a file, an element, its FIS.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { analyse } from '../binary.mjs';
import { launchFirefox, withoutFirefox } from '../firefox.mjs';
import { url } from '../launch.mjs';
import { SpeclensPage } from '../page.mjs';
import { vamas } from '../vamas.mjs';
import { assertSameNumbers } from './helpers.mjs';

const skip = withoutFirefox;
const measured = fileURLToPath(new URL('../../../../shared/measured/surveys/specs_au_ag_cu_vacuum_and_he.vms', import.meta.url));

let browser;
before(async () => {
  if (!skip) browser = await launchFirefox();
});
after(() => browser?.close());

async function visit() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  return SpeclensPage.open(await context.newPage(), `${url}?engine=cpu`);
}

test('Firefox: a first visit shows an analysed example, drawn', { skip }, async () => {
  const page = await visit();
  assert.ok((await page.elements()).length >= 3);
  assert.equal(await page.problem(), '');
  assert.match(await page.engine(), /^CPU/);
  assert.ok(await page.inked(0, 1) > 0.01, 'the figure is drawn');
  await page.page.locator('#figure').hover({ position: { x: 500, y: 200 } });
  await page.page.locator('#readout').filter({ hasText: /eV/ }).waitFor();
  assert.deepEqual(page.errors, []);
  assert.deepEqual(page.violations, []);
});

test('Firefox: a dropped file is answered as by the program; an element shows its lines and its FIS', { skip }, async () => {
  const page = await visit();
  const file = vamas({});
  await page.drop('silver.vms', file);
  assert.equal(await page.problem(), '');
  assertSameNumbers(await page.elements(), analyse('silver.vms', file)[0].elements);
  await page.choose('Ag');
  const fis = await page.fisOf('Ag');
  assert.ok(Number(fis.largest) > 0, JSON.stringify(fis));
  assert.ok((await page.linesOf('Ag')).length > 0);
  assert.deepEqual(page.errors, []);
  assert.deepEqual(page.violations, []);
});

test('Firefox: a measured file, block by block', { skip: skip || (existsSync(measured) ? false : 'the measured spectra are not here (../shared/measured)') }, async () => {
  const page = await visit();
  await page.drop('foils.vms', readFileSync(measured));
  assert.equal(await page.problem(), '');
  const wanted = (await page.blocks()).find((b) => b.enabled && !b.chosen);
  await page.select(wanted.block);
  assert.equal((await page.answered()).block, String(wanted.block));
  assert.ok((await page.elements()).length > 0 || (await page.refusal()) !== '');
  assert.deepEqual(page.errors, []);
});
