import { test } from 'node:test';
import assert from 'node:assert/strict';
import { engine, visits } from './helpers.mjs';

const visit = visits();

test('a first visit shows an analysed example', async () => {
  const page = await visit();
  const elements = await page.elements();
  assert.ok(elements.length > 0, 'elements in the table');
  const sum = elements.reduce((total, e) => total + e.atomic_percent, 0);
  assert.ok(Math.abs(sum - 100) < 0.01, `atomic percent sum to ${sum}`);
  assert.ok(await page.page.getByText('Simulated by Speclens, not measured').isVisible(), 'said to be simulated');
  assert.ok(await page.page.getByText('Nothing is uploaded.').isVisible());
  const figure = await page.figure();
  assert.equal(figure.panels, 'spectrum');
  assert.ok(Number(figure.energyLeft) > Number(figure.energyRight), 'binding energy falls to the right');
  assert.ok(await page.inked(0.05, 0.9) > 0.005, 'a curve is drawn');
  assert.deepEqual(page.errors, []);
});

test('the page says which engine it uses', async () => {
  const page = await visit('');
  const said = await page.engine();
  const asked = await visit();
  if (engine === 'cpu') {
    assert.match(said, /^CPU \(no WebGPU adapter\)$/);
  } else {
    // Left alone it takes the faster one, and says why.
    assert.match(said, /^(WebGPU · .+ \(|CPU \(WebGPU is slower here: )\d+ ms against \d+ ms on the CPU for \d+ spectra\)$/);
    assert.match(await asked.engine(), /^WebGPU · /);
  }
  assert.equal((await asked.answered()).engine, engine);
});

test('the cursor reads energy and intensity off the figure', async () => {
  const page = await visit('?engine=cpu');
  const box = await page.page.locator('#figure').boundingBox();
  await page.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const readout = page.page.locator('#readout');
  // The figure may still find its height: the first move can fall beside it.
  await page.figure();
  await page.page.locator('#figure').hover();
  await readout.filter({ hasText: ' eV' }).waitFor();
  assert.match(await readout.innerText(), /^[−\d.]+ eV +· +[\d.,]+ (counts|counts\/s|arb\. u\.)/);
  await page.page.locator('#figure').press('ArrowLeft');
  assert.match(await readout.innerText(), /eV/, 'and with the keyboard');
});

test('a dragged range is enlarged, and the whole comes back', async () => {
  const page = await visit('?engine=cpu');
  const box = await page.page.locator('#figure').boundingBox();
  const y = box.y + box.height / 2;
  const before = await page.figure();
  await page.page.mouse.move(box.x + box.width * 0.4, y);
  await page.page.mouse.down();
  await page.page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
  await page.page.mouse.up();
  const zoomed = await page.figure();
  const width = (f) => f.energyLeft - f.energyRight;
  assert.ok(width(zoomed) < 0.35 * width(before), `${width(zoomed)} eV of ${width(before)} eV`);
  await page.page.getByRole('button', { name: 'Show the whole range' }).click();
  assert.equal(width(await page.figure()), width(before));
});
