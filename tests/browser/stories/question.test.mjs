import { test } from 'node:test';
import assert from 'node:assert/strict';
import { SILVER, survey } from '../vamas.mjs';
import { visits } from './helpers.mjs';

const visit = visits();

/** Columns without names: energies that rise, and counts. */
const binding = survey(0, 1200, 1, SILVER).map((count, i) => `${i}\t${count}`).join('\n') + '\n';
const kinetic = survey(86, 1286, 1, SILVER).map((count, i) => [1400.6 - i, count]).reverse()
  .map(([energy, count]) => `${energy.toFixed(1)}\t${count}`).join('\n') + '\n';

test('a file that does not say what its energies are is asked about, and answered as told', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('nameless.txt', binding);
  const question = await page.question();
  assert.match(question.text, /^nameless\.txt holds energies from 0\.0 to 1200\.0 eV and does not say whether they are binding or kinetic energies nor with which photons/);
  assert.equal(question.axis, 'binding', 'the background rises with binding energy');
  await page.tell({ photon: '1486.6' });
  assert.equal(await page.problem(), '');
  assert.ok((await page.elements()).some((e) => e.symbol === 'Ag'), 'silver is found');
  assert.match(await page.page.locator('#figure-sub').innerText(), /hν 1486\.6 eV/);
  assert.doesNotMatch(await page.page.locator('#warnings').textContent(), /does not say|photon energy/);

  await page.drop('kinetic.txt', kinetic);
  assert.equal((await page.question()).axis, 'kinetic', 'the background falls with kinetic energy');
  await page.tell({ photon: 'other', energy: '1486.6' });
  assert.equal((await page.answered()).file, 'kinetic.txt');
  assert.match(await page.page.locator('#figure-sub').innerText(), /86 to 1286 eV/);
  assert.ok((await page.elements()).some((e) => e.symbol === 'Ag'), 'silver is found');
  assert.deepEqual(page.errors, []);
  assert.deepEqual(page.violations, []);
});

test('kinetic energies without a photon energy are asked about; whoever cancels keeps what was shown', async () => {
  const page = await visit('?engine=cpu');
  const before = await page.elements();
  await page.drop('kinetic.csv', `Kinetic energy (eV)\tcounts\n${kinetic}`);
  const question = await page.question();
  assert.match(question.text, /does not say with which photons they were excited/);
  assert.equal(question.axisAsked, false);
  await page.page.keyboard.press('Escape');
  await page.page.locator('#question').waitFor({ state: 'hidden' });
  assert.deepEqual(await page.elements(), before);
  assert.equal(await page.problem(), '');
  // Asked again, another photon energy is a number or is complained of.
  await page.drop('kinetic.csv', `Kinetic energy (eV)\tcounts\n${kinetic}`);
  await page.question();
  await page.page.getByLabel('another:').check();
  await page.page.getByRole('button', { name: 'Open the file' }).click();
  assert.ok(await page.page.locator('#question').isVisible(), 'it waits for the number');
  await page.tell({ photon: '1253.6' });
  assert.match(await page.page.locator('#figure-sub').innerText(), /hν 1253\.6 eV/);
});
