// Spectra for which there should be no composition.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { vamas } from '../vamas.mjs';
import { visits } from './helpers.mjs';

const visit = visits();

test('a region gets a refusal, and its composition only when asked for', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('region.vms', vamas({ name: 'Ag 3d', lo: 300, hi: 420 }));
  assert.match(await page.refusal(), /^121 eV are a region, not a survey/);
  assert.deepEqual(await page.elements(), []);
  assert.ok(!(await page.page.locator('#composition').isVisible()), 'no empty table');
  assert.ok(!(await page.page.locator('#why').isVisible()), 'and no reasons');
  assert.equal((await page.figure()).labels ?? '', '', 'no line is named');
  assert.match(await page.page.locator('#announce').innerText(), /no composition: 121 eV/);
  await page.anyway();
  assert.ok((await page.elements()).length > 0);
  assert.match(await page.refusal(), /^121 eV/, 'the doubt stays');
  assert.ok(await page.page.locator('#composition.doubtful').isVisible(), 'greyed');
  await page.reasons();
  await page.drop('survey.vms', vamas({}));
  assert.equal(await page.refusal(), '');
  assert.ok((await page.elements()).some((e) => e.symbol === 'Ag'));
  assert.ok(await page.page.locator('#composition:not(.doubtful)').isVisible());
  assert.deepEqual(page.errors, []);
});

test('a region of one line is opened without a composition, and its peaks are fitted', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('line.vms', vamas({ name: 'Ag 3d', lo: 360, hi: 380, step: 0.1 }));
  assert.match(await page.refusal(), /^21 eV are a region, not a survey/);
  assert.ok(!(await page.page.locator('#anyway').isVisible()), 'nothing to be shown all the same');
  const { energyLeft, energyRight } = await page.figure();
  assert.ok(energyLeft <= 381 && energyRight >= 359, `the region is drawn: ${energyLeft} to ${energyRight} eV`);
  await page.page.locator('#peaks summary').click();
  assert.equal(await page.page.locator('#peaks-from').inputValue(), '360.0', 'the whole region to begin with');
  await page.page.locator('#peaks-add').click();
  await page.page.locator('#peaks-form [type="submit"]').click();
  await page.page.locator('#peaks-status').filter({ hasText: /^Fitted/ }).waitFor();
  assert.deepEqual(page.errors, []);
});

test('a source without a network gets a refusal that names it', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('ag-la.vms', vamas({ photon: 2984.3 }));
  assert.match(await page.refusal(), /^no network was trained for 2984\.3 eV/);
  assert.deepEqual(await page.elements(), []);
});
