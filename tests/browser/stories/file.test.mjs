import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { vamas } from '../vamas.mjs';
import { visits } from './helpers.mjs';

const visit = visits();
const file = vamas({ sample: 'silver A' }, { name: 'C 1s', lo: 280, hi: 292, step: 0.1 });

test('the panel says what the file holds', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  assert.match(await page.page.locator('#file-name').innerText(), /silver\.vms\s+VAMAS/);
  await page.page.getByText('What the file says of this block').click();
  await page.page.locator('#facts-list dt').first().waitFor();
  const facts = await page.facts();
  assert.equal(facts['Photon energy'], '1486.6 eV');
  assert.match(facts['Binding energy'], /0 to 1200 eV/);
  assert.match(facts['Kinetic energy'], /286\.6 to 1486\.6 eV/);
  assert.match(facts['Points'], /1201/);
  assert.equal(facts['Pass energy'], '80 eV');
  assert.match(await page.page.locator('#notes-title').innerText(), /Notes \(\d+\)/);
});

test('a file is saved in the open, and opens again as the same', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  const before = await page.elements();
  for (const [button, name] of [['CSV', 'silver.csv'], ['VAMAS', 'silver.vms'], ['JSON', 'silver.json']]) {
    const [download] = await Promise.all([
      page.page.waitForEvent('download'),
      page.page.getByRole('button', { name: button, exact: true }).click(),
    ]);
    assert.equal(download.suggestedFilename(), name);
    const bytes = await readFile(await download.path());
    await page.drop(`again-${name}`, bytes);
    assert.equal(await page.problem(), '', button);
    assert.equal((await page.answered()).file, `again-${name}`);
    assert.deepEqual(await page.elements(), before, button);
    assert.equal((await page.blocks()).length, 2, button);
    await page.drop('silver.vms', file);
  }
  assert.deepEqual(page.violations, []);
});

test('a file that holds nothing to be drawn is told with what it holds', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('coarse.vms', vamas({ name: 'wide', step: 4 }));
  assert.match(await page.problem(), /^coarse\.vms: .*the step is 4\.000 eV/);
  await page.page.getByText('What the file holds').click();
  assert.match(await page.page.locator('#problem-blocks').innerText(), /wide: 0 to 1200 eV · hν 1486\.6 eV · 301 points/);
});
