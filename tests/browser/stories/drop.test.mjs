import { test } from 'node:test';
import assert from 'node:assert/strict';
import { analyse } from '../binary.mjs';
import { MG_KA, vamas } from '../vamas.mjs';
import { assertSameNumbers, engine, visits } from './helpers.mjs';

const visit = visits();
const file = vamas({ sample: 'silver A', hi: 1100 }, { name: 'C 1s', lo: 280, hi: 292, step: 0.1 }, { sample: 'silver B' });

test('a dropped VAMAS file is answered as by the program', async () => {
  const page = await visit();
  await page.drop('silver.vms', file);
  assert.equal(await page.problem(), '');
  const { engine: used, file: shown, block } = await page.answered();
  assert.deepEqual({ used, shown, block }, { used: engine, shown: 'silver.vms', block: '3' }, 'the widest block first');
  const program = analyse('silver.vms', file);
  assertSameNumbers(await page.elements(), program.find((a) => a.sample === 'silver B').elements);
  await page.select(1);
  assertSameNumbers(await page.elements(), program.find((a) => a.sample === 'silver A').elements);
});

test('a spectrum under Mg Kα is answered by the network for Mg Kα', async () => {
  const page = await visit();
  assert.match(await page.page.locator('#model').innerText(), /simulated Al Kα spectra/);
  const under = vamas({ sample: 'silver under Mg Kα', photon: MG_KA, hi: 1100 });
  await page.drop('magnesium.vms', under);
  assert.equal(await page.problem(), '');
  assert.match(await page.page.locator('#model').innerText(), /simulated Mg Kα spectra/);
  assert.doesNotMatch(await page.page.locator('#warnings').textContent(), /was trained for/);
  assert.equal((await page.answered()).engine, engine);
  const [program] = analyse('magnesium.vms', under);
  assertSameNumbers(await page.elements(), program.elements);
  await page.drop('silver.vms', file);
  assert.match(await page.page.locator('#model').innerText(), /simulated Al Kα spectra/);
});

test('every block is listed with sample, region, range and photon energy', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  const blocks = await page.blocks();
  assert.deepEqual(blocks.map((b) => b.block), [1, 2, 3]);
  assert.deepEqual(blocks.map((b) => b.chosen), [false, false, true]);
  assert.match(blocks[0].text, /silver A · wide\s+0 to 1100 eV · hν 1486\.6 eV/);
  assert.match(blocks[1].text, /C 1s\s+280 to 292 eV/);
});

test('text without a photon energy is taken as Al Kα, said so, and another source can be named', async () => {
  const page = await visit('?engine=cpu');
  const rows = Array.from({ length: 1201 }, (_, i) => `${1200 - i},${1000 + 9000 * Math.exp(-0.5 * ((1200 - i - 284.8) / 1.5) ** 2)}`);
  await page.drop('carbon.csv', `Binding energy (eV),Counts\n${rows.join('\n')}\n`);
  assert.equal(await page.problem(), '');
  assert.match(await page.page.locator('#warnings').innerText(), /no photon energy.*Al Kα/);
  await page.page.getByLabel('X-ray source').selectOption('mg-ka');
  await page.idle();
  assert.match(await page.page.locator('#figure-sub').innerText(), /1253\.6 eV/);
});

test('of two files dropped in haste the later one stays', async () => {
  const page = await visit('?engine=cpu');
  const first = page.drop('first.vms', vamas({ sample: 'first' }));
  const second = page.drop('second.vms', vamas({ sample: 'second' }));
  await Promise.all([first, second]);
  await page.idle();
  assert.equal((await page.answered()).file, 'second.vms');
  assert.match(await page.page.locator('#figure-title').innerText(), /^second/);
});
