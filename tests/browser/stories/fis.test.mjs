import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { vamas } from '../vamas.mjs';
import { engine, visits } from './helpers.mjs';

const visit = visits();
// Narrow, so that a software adapter is done in seconds.
const file = engine === 'webgpu' ? vamas({ lo: 290, hi: 420 }) : vamas({});

/** Drops the file, and asks for its composition where that is refused for a region. */
async function drop(page) {
  await page.drop('silver.vms', file);
  if (engine === 'webgpu') await page.anyway();
}

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
  await drop(page);
  const seen = await watchProgress(page);
  const [first, second] = await page.elements();
  const before = await page.figure();
  await page.width('4'); // another than that of the scan of every answer
  await page.choose(first.symbol);
  const fis = await page.fisOf(first.symbol);
  assert.ok(Number(fis.points) > 40, `${fis.points} points`);
  const after = await page.figure();
  assert.equal(after.panels, 'spectrum fis');
  assert.deepEqual([after.energyLeft, after.energyRight], [before.energyLeft, before.energyRight], 'the same axis');
  assert.ok(await page.inked(0.7, 0.9) > 0.003, 'something is drawn in the lower panel');
  const progress = await seen();
  assert.ok(progress.length > 2, `progress was shown: ${progress}`);
  assert.match(progress.at(-1), /^(\d+) of \1 inputs$/);
  if (engine === 'webgpu') {
    const cpu = await visit('?engine=cpu');
    await drop(cpu);
    await cpu.width('4');
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
  const row = page.page.locator(`#composition tr[data-symbol="${(second ?? first).symbol}"] button`);
  assert.equal(await row.getAttribute('aria-pressed'), 'true');
});

test('a FIS can be cancelled, and computed again with another width', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', vamas({})); // wide: there is time to cancel
  await page.width('2');
  const [first] = await page.elements();
  await page.choose(first.symbol);
  await page.page.getByRole('button', { name: 'Cancel' }).click();
  await page.page.getByText(`FIS of ${first.symbol} cancelled.`).waitFor();
  assert.equal((await page.figure()).panels, 'spectrum');
  await page.width('4');
  await page.page.getByRole('button', { name: 'Compute again' }).click();
  await page.fisOf(first.symbol);
  assert.match(await page.page.locator('#fis-status').innerText(), /σ 4 eV/);
  assert.deepEqual(page.errors, []);
});

test('the lines that an answer is read from come by themselves, and can be saved', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', vamas({}));
  const [first] = await page.elements();
  const lines = await page.linesOf(first.symbol);
  assert.ok(lines.length > 2, `${lines.length} line groups`);
  assert.ok(lines.every(({ line }) => line.startsWith(`${first.symbol} `)));
  const shares = lines.map((l) => l.share);
  assert.deepEqual(shares, [...shares].sort((a, b) => b - a), 'the largest share first');
  assert.ok(Math.abs(shares.reduce((sum, s) => sum + s, 0) - 1) < 1e-6);
  assert.match(await page.page.locator('#why-said').innerText(), new RegExp(`^${first.symbol}, .*of its amount without ${lines[0].line}`));
  await page.reasons();
  await page.choose(first.symbol);
  const fis = await page.fisOf(first.symbol);
  assert.ok(Number(fis.grounding) >= 0 && fis.ms === '0', 'the scan of every answer is used');
  const saved = async (what) => {
    const [download] = await Promise.all([page.page.waitForEvent('download'), page.page.locator(`[data-save="${what}"], [data-saves="${what}"]`).click()]);
    return [download.suggestedFilename(), readFileSync(await download.path())];
  };
  const [name, csv] = await saved('lines-csv');
  assert.equal(name, `silver-block1-${first.symbol}-lines.csv`);
  const table = csv.toString().trim().split('\n').filter((row) => !row.startsWith('#'));
  assert.equal(table.length, lines.length + 2, 'names, rows, all lines');
  assert.match(table.at(-1), new RegExp(`^all lines of ${first.symbol},`));
  assert.match(await page.page.locator('#why-grounding').innerText(), /^Scanned by a Gaussian of σ 5 eV: \d+ % of it lies on lines of/);
  const [, fisCsv] = await saved('fis-csv');
  const [how, head, ...rows] = fisCsv.toString().trim().split('\n');
  assert.match(how, /sigma 5 eV, background 14 eV; values in: loss of ln amount; noise level/);
  assert.equal(head, 'binding_energy_ev,value,standard_error');
  assert.equal(rows.length, Number(fis.points));
  assert.equal(JSON.parse((await saved('fis-json'))[1]).element, first.symbol);
  const svg = (await saved('svg'))[1].toString();
  for (const text of ['Binding energy (eV)', `FIS of ${first.symbol}`, 'loss of ln amount', 'pale: within ripples and noise']) assert.ok(svg.includes(text), text);
  const png = (await saved('png'))[1];
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  assert.equal(png.readUInt32BE(16), 2400, 'pixels wide');
  assert.deepEqual(page.errors, []);
});
