import { test } from 'node:test';
import assert from 'node:assert/strict';
import { vamas } from '../vamas.mjs';
import { engine, visits } from './helpers.mjs';

const visit = visits();
// Narrow, so that a software adapter is done in seconds.
const file = engine === 'webgpu' ? vamas({ lo: 290, hi: 420 }) : vamas({});

/** Counts the progress that a user would see. */
async function watchProgress(page) {
  await page.page.evaluate(() => {
    window.seenProgress = [];
    new MutationObserver(() => {
      const bar = document.querySelector('#fis-progress');
      const text = document.querySelector('#fis-count').textContent;
      if (!bar.hidden && text) window.seenProgress.push(text);
    }).observe(document.querySelector('#fis-progress'), { subtree: true, childList: true, characterData: true, attributes: true });
  });
  return () => page.page.evaluate(() => [...new Set(window.seenProgress)]);
}

test('choosing an element draws its FIS under the spectrum, with progress', async () => {
  const page = await visit();
  await page.drop('silver.vms', file);
  const seen = await watchProgress(page);
  const [first, second] = await page.elements();
  const before = await page.figure();
  await page.choose(first.symbol);
  const fis = await page.fisOf(first.symbol);
  assert.ok(Number(fis.points) > 120, `${fis.points} points`);
  const after = await page.figure();
  assert.equal(after.panels, 'spectrum fis');
  assert.deepEqual([after.energyLeft, after.energyRight], [before.energyLeft, before.energyRight], 'the same axis');
  assert.ok(await page.inked(0.7, 0.9) > 0.003, 'something is drawn in the lower panel');
  const progress = await seen();
  assert.ok(progress.length > 2, `progress was shown: ${progress}`);
  assert.match(progress.at(-1), /^(\d+) of \1 probes$/);
  if (engine === 'webgpu') {
    const cpu = await visit('?engine=cpu');
    await cpu.drop('silver.vms', file);
    await cpu.choose(first.symbol);
    const expected = await cpu.fisOf(first.symbol);
    assert.equal(fis.strongest, expected.strongest, 'the same energy as on the CPU');
    assert.ok(Math.abs(fis.largest - expected.largest) <= 2e-3 * Math.abs(expected.largest) + 1e-3, `${fis.largest}, on the CPU ${expected.largest}`);
  }
  // One run of probes serves all elements.
  if (second) {
    await page.choose(second.symbol);
    const other = await page.fisOf(second.symbol);
    assert.equal(other.ms, '0', 'no further probes');
  }
  const row = page.page.locator(`tr[data-symbol="${(second ?? first).symbol}"] button`);
  assert.equal(await row.getAttribute('aria-pressed'), 'true');
});

test('a FIS can be cancelled, and computed again with another width', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', vamas({})); // wide: there is time to cancel
  const [first] = await page.elements();
  await page.choose(first.symbol);
  await page.page.getByRole('button', { name: 'Cancel' }).click();
  await page.page.getByText(`FIS of ${first.symbol} cancelled.`).waitFor();
  assert.equal((await page.figure()).panels, 'spectrum');
  await page.page.getByLabel('Width σ').fill('4');
  await page.page.getByRole('button', { name: 'Compute again' }).click();
  await page.fisOf(first.symbol);
  assert.match(await page.page.locator('#fis-status').innerText(), /σ 4 eV/);
  assert.deepEqual(page.errors, []);
});
