import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { analyse } from '../binary.mjs';
import { assertSameNumbers, visits } from './helpers.mjs';

const visit = visits();
const measured = (name) => fileURLToPath(new URL(`../../../../shared/measured/surveys/${name}`, import.meta.url));
const foils = measured('specs_au_ag_cu_vacuum_and_he.vms');
const flakes = measured('kratos_mos2_ws2_multiblock.vms');
const skip = existsSync(foils) ? false : 'the measured spectra are not here (../shared/measured)';

/** The page with the survey of gold in vacuum on show. */
async function gold() {
  const page = await visit('?engine=cpu');
  const bytes = readFileSync(foils);
  await page.drop('foils.vms', bytes);
  const blocks = await page.blocks();
  const survey = blocks.find((b) => b.text.includes('2. Au in vacuum'));
  await page.select(survey.block);
  return { page, bytes, block: survey.block };
}

/** What the pane on the energy axis says: the shift of the answer on show, and what is offered. */
async function axis(page) {
  await page.page.locator('#calibration-offers button').first().waitFor();
  return page.page.locator('#calibration').evaluate((pane) => ({
    shift: Number(pane.dataset.shift),
    basis: pane.dataset.basis,
    said: pane.querySelector('#calibration-said').textContent,
    offers: Object.fromEntries([...pane.querySelectorAll('#calibration-offers button')].map((b) => [b.dataset.basis, Number(b.dataset.shift)])),
  }));
}

/** Does something that is answered anew, and waits for the answer. */
async function answered(page, act) {
  await page.page.evaluate(() => { document.querySelector('#composition tbody').firstElementChild.dataset.old = 'true'; });
  await act();
  await page.page.locator('#composition tr[data-old]').waitFor({ state: 'detached' });
  await page.idle();
}

test('an element is left out and counted in, the answer follows and says so', { skip }, async () => {
  const { page, bytes, block } = await gold();
  const before = await page.elements();
  const argon = before.find((e) => e.symbol === 'Ar');
  assert.ok(argon, `Ar is found: ${before.map((e) => e.symbol)}`);
  await page.choose('Ar');
  await answered(page, () => page.page.getByRole('button', { name: 'Leave Ar out' }).click());
  const without = await page.elements();
  assert.ok(without.every((e) => e.symbol !== 'Ar'), `${without.map((e) => e.symbol)}`);
  const program = (...options) => analyse('foils.vms', bytes, ...options).find((a) => a.block_number === block);
  assertSameNumbers(without, program('--exclude', 'Ar').elements);
  const warnings = await page.page.locator('#warnings').innerText();
  assert.match(warnings, /Ar is left out as you asked; the network finds [\d.]+ at% of it/);
  // Undone by the chip.
  await answered(page, () => page.page.getByRole('button', { name: /Ar left out/ }).click());
  assertSameNumbers(await page.elements(), before);
  // Counted in by the periodic table.
  await page.page.locator('#periodic summary').click();
  await page.page.locator('#periodic-table').getByRole('button', { name: /^Pt,/ }).click();
  await page.page.waitForFunction(() => /Pt 4f/.test(document.querySelector('#figure').dataset.labels));
  await answered(page, () => page.page.getByRole('radio', { name: 'counted in' }).check());
  const within = await page.elements();
  assertSameNumbers(within, program('--include', 'Pt').elements);
  assert.match(await page.page.locator('#warnings').innerText(), /Pt is counted in as you asked/);
  assert.deepEqual(page.errors, []);
});

test('the axis is calibrated to gold by a click, by hand, and back', { skip }, async () => {
  const { page, bytes, block } = await gold();
  const { offers, shift } = await axis(page);
  assert.equal(shift, 0);
  assert.ok(Math.abs(offers.gold_au4f) < 1, `Au 4f7/2 of gold foil is near 84.0 eV: ${offers.gold_au4f}`);
  const figure = await page.figure();
  await answered(page, () => page.page.locator('#calibration-offers button[data-basis="gold_au4f"]').click());
  const moved = await axis(page);
  assert.equal(moved.shift, offers.gold_au4f);
  assert.match(moved.said, /Au 4f7\/2 at 84\.0 eV/);
  const after = await page.figure();
  assert.ok(Math.abs(after.energyLeft - figure.energyLeft - moved.shift) < 1e-3, 'the axis of the figure follows');
  // What is offered stays the same: it is told of the axis of the file.
  assert.ok(Math.abs(moved.offers.gold_au4f - offers.gold_au4f) < 1e-3, `${moved.offers.gold_au4f}`);
  await answered(page, async () => {
    await page.page.locator('#calibration-typed').fill('1.5');
    await page.page.locator('#calibration-typed').press('Enter');
  });
  assert.deepEqual([(await axis(page)).shift, (await axis(page)).basis], [1.5, 'typed']);
  const program = analyse('foils.vms', bytes, '--shift', '1.5').find((a) => a.block_number === block);
  assertSameNumbers(await page.elements(), program.elements);
  await answered(page, () => page.page.getByRole('button', { name: 'As in the file' }).click());
  assert.equal((await axis(page)).shift, 0);
});

test('the calibration that CasaXPS wrote into a file is offered, and moves carbon to 284.8 eV', { skip }, async () => {
  const page = await visit('?engine=cpu');
  await page.drop('flakes.vms', readFileSync(flakes));
  const { offers, shift } = await axis(page);
  assert.equal(shift, 0, 'not applied by itself');
  assert.ok(Math.abs(offers.casa_xps - offers.carbon_c1s) < 0.5, `CasaXPS ${offers.casa_xps}, C 1s ${offers.carbon_c1s}`);
  await answered(page, () => page.page.locator('#calibration-offers button[data-basis="casa_xps"]').click());
  assert.match((await axis(page)).said, /CasaXPS/);
  // The slider goes on from there, and an answer follows every move.
  const slider = page.page.locator('#calibration-slider');
  await slider.focus();
  await answered(page, () => slider.press('ArrowRight'));
  const now = await axis(page);
  assert.equal(now.basis, 'typed');
  assert.ok(Math.abs(now.shift - offers.casa_xps) < 0.1, `${now.shift}`);
});


test('what is settled of a sample is its own, and there again', { skip }, async () => {
  const { page, block } = await gold();
  await answered(page, async () => {
    await page.page.locator('#calibration-typed').fill('1.5');
    await page.page.locator('#calibration-typed').press('Enter');
  });
  const other = (await page.blocks()).find((b) => b.text.includes('3. Cu in vacuum'));
  await page.select(other.block);
  assert.equal((await axis(page)).shift, 0, 'copper has its own axis');
  await page.select(block);
  assert.equal((await axis(page)).shift, 1.5, 'gold has that which was set');
});

test('an oxide is calibrated to C 1s by a click: what it rests on follows', { skip }, async () => {
  const page = await visit('?engine=cpu');
  await page.drop('iron.vms', readFileSync(measured('specs_fe_co_oxides.vms')));
  const survey = (await page.blocks()).find((b) => /Fe2O3/.test(b.text) && /survey/i.test(b.text));
  await page.select(survey.block);
  const { offers } = await axis(page);
  assert.ok(Math.abs(offers.carbon_c1s) < 5, `${JSON.stringify(offers)}`);
  await page.choose('Fe');
  const before = await page.fisOf('Fe');
  await answered(page, () => page.page.locator('#calibration-offers button[data-basis="carbon_c1s"]').click());
  const moved = await axis(page);
  assert.equal(moved.shift, offers.carbon_c1s);
  // What stays chosen is explained anew, on the new axis.
  await page.page.waitForFunction((old) => {
    const form = document.querySelector('#fis-form');
    return form.dataset.element === 'Fe' && form.dataset.strongest !== old;
  }, before.strongest, { timeout: 60_000 });
  const strongest = Number((await page.fisOf('Fe')).strongest);
  assert.ok(strongest > 695 && strongest < 740, `Fe is explained by its 2p lines: ${strongest}`);
  // The fit says later where it finds the lines; after the move they are near their places.
  const fit = page.page.locator('#calibration-offers button[data-basis="fit"]');
  await fit.waitFor({ timeout: 60_000 });
  assert.match(await page.page.locator('#calibration-offers').innerText(), /usual chemical states taken off/);
  const [byFit, byCarbon] = [(await axis(page)).offers.fit, offers.carbon_c1s];
  assert.ok(Math.abs(byFit - byCarbon) < 1, `fit ${byFit}, C 1s ${byCarbon}`);
});
test('the address holds what is settled: an example calibrated and constrained is so again', async () => {
  const page = await visit('?engine=cpu');
  const [first] = await page.elements();
  await answered(page, async () => {
    await page.page.locator('#calibration-typed').fill('-0.4');
    await page.page.locator('#calibration-typed').press('Enter');
  });
  await page.choose(first.symbol);
  await answered(page, () => page.page.getByRole('button', { name: `Leave ${first.symbol} out` }).click());
  const settled = await page.elements();
  await page.page.waitForFunction(() => /shift=-0\.4/.test(location.hash) && /out=/.test(location.hash));
  const { hash } = new URL(page.page.url());
  const again = await visit(`?engine=cpu${hash}`);
  await again.page.waitForFunction(() => document.querySelector('#calibration').dataset.shift === '-0.4');
  await again.idle();
  assertSameNumbers(await again.elements(), settled);
  assert.ok((await again.elements()).every((e) => e.symbol !== first.symbol));
});
