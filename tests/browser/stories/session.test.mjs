// What outlasts a visit: the address, settings, and a spectrum only if its user asks.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { url } from '../launch.mjs';
import { SpeclensPage } from '../page.mjs';
import { vamas } from '../vamas.mjs';
import { inSight, visits } from './helpers.mjs';

const visit = visits();
const foils = fileURLToPath(new URL('../../../../shared/measured/surveys/specs_au_ag_cu_vacuum_and_he.vms', import.meta.url));
const skip = existsSync(foils) ? false : 'the measured spectra are not here (../shared/measured)';

/** The address after its `#`, once it says this. */
async function place(page, pattern) {
  await page.page.waitForFunction((source) => new RegExp(source).test(location.hash), pattern.source);
  return page.page.evaluate(() => location.hash);
}

/** Another visit by the same browser, with what it remembers; without an address of its own the plain one. */
async function again(page, address = `${url}?engine=cpu`) {
  const next = await page.page.context().newPage();
  await page.page.close();
  return SpeclensPage.open(next, address);
}

/** What the browser has stored for the page. */
const stored = (page) => page.page.evaluate(async () => ({
  databases: (await indexedDB.databases()).map((d) => d.name),
  settings: Object.keys(localStorage),
  others: [sessionStorage.length, document.cookie, (await caches.keys()).length].join(' '),
}));

test('an address opens the example, element and range that it names', async () => {
  const page = await visit('?engine=cpu#example=gold&block=1&element=Au&from=60.00&to=120.00');
  assert.equal((await page.answered()).file, 'gold.vms');
  await page.fisOf('Au');
  const { energyLeft, energyRight } = await page.figure();
  assert.deepEqual([energyRight, energyLeft].map((e) => Math.round(Number(e))), [60, 120]);
  assert.equal(await page.page.locator('#composition tr.chosen').getAttribute('data-symbol'), 'Au');
  assert.equal(await place(page, /element=Au/), '#example=gold&block=1&element=Au&from=60.00&to=120.00', 'and stays as it was');
  assert.deepEqual(page.errors, []);
});

test('what is on show is written into the address, and opens again', async () => {
  const page = await visit('?engine=cpu');
  assert.equal(await place(page, /example/), '#example=ito&block=1');
  await page.page.getByLabel('Example').selectOption({ label: 'Gold film' });
  await page.idle();
  const [{ symbol }] = await page.elements();
  await page.choose(symbol);
  await page.page.locator('#figure').press('+');
  const hash = await place(page, /element=.*from=/);
  assert.match(hash, new RegExp(`^#example=gold&block=1&element=${symbol}&from=-?\\d+\\.\\d\\d&to=\\d+\\.\\d\\d$`));
  assert.equal(await page.page.evaluate(() => history.length), 2, 'no step back for every change'); // a new tab and the page
  const before = await page.figure();
  const other = await again(page, `${url}?engine=cpu${hash}`);
  await other.fisOf(symbol);
  assert.equal((await other.answered()).file, 'gold.vms');
  const after = await other.figure();
  assert.ok(Math.abs(after.energyLeft - before.energyLeft) < 0.02 && Math.abs(after.energyRight - before.energyRight) < 0.02);
});

test('an address that names what is not there opens the first example', async () => {
  const page = await visit('?engine=cpu#example=nothing&block=77&element=Xx&from=9&to=1');
  assert.equal((await page.answered()).file, 'ito.vms');
  assert.equal(await place(page, /ito/), '#example=ito&block=1');
  await page.page.evaluate(() => { location.hash = '#example=gold'; });
  await page.page.locator('#composition[data-file="gold.vms"]').waitFor();
  assert.deepEqual(page.errors, []);
});

test('an address of a file of the user\'s own waits for the file, and is gone to once', { skip }, async () => {
  const named = '#own&block=24&element=Ar&from=200.00&to=400.00&shift=-0.6888&basis=carbon_c1s&out=Ar';
  const page = await visit(`?engine=cpu${named}`);
  const waits = () => page.page.locator('#kept-said').innerText();
  assert.equal((await page.answered()).file, 'ito.vms');
  assert.equal(await place(page, /example/), '#example=ito&block=1');
  assert.match(await page.problem(), /^The address named a view of a file of your own .* open that file/);
  assert.equal(await waits(), await page.problem());
  // Neither an example nor a file that cannot be opened takes it away.
  await page.page.getByLabel('Example').selectOption({ label: 'Gold film' });
  await page.idle();
  await page.drop('letter.txt', 'Dear reader,\nthis is no spectrum.\n');
  assert.match(await waits(), /open that file/);
  await page.drop('foils.vms', readFileSync(foils));
  assert.equal(await place(page, /own.*shift=.*out=/), named);
  await page.fisOf('Ar');
  assert.equal((await page.blocks()).find((b) => b.chosen).block, 24);
  assert.equal(await page.page.locator('#calibration').getAttribute('data-shift'), '-0.6888');
  assert.deepEqual(await page.page.locator('#constraints .chip').evaluateAll((chips) => chips.map((c) => c.dataset.symbol)), ['Ar']);
  const { energyLeft, energyRight } = await page.figure();
  assert.deepEqual([energyRight, energyLeft].map((e) => Math.round(Number(e))), [200, 400]);
  assert.match(await waits(), /^Shown as the address named it/);
  assert.equal(await page.problem(), '', 'nothing waits any more');
  await page.drop('again.vms', readFileSync(foils));
  assert.doesNotMatch(await place(page, /own&block=5/), /shift|out/, 'the next file is shown as it is');
  assert.deepEqual(page.errors, []);
});

test('a file without the block that the address names is shown as it is, and the address waits on', async () => {
  const page = await visit('?engine=cpu#own&block=24&shift=-0.5&out=Ag');
  await page.drop('silver.vms', vamas({}));
  assert.equal(await place(page, /own/), '#own&block=1');
  assert.ok((await page.elements()).some((e) => e.symbol === 'Ag'));
  assert.match(await page.page.locator('#kept-said').innerText(), /open that file/);
});

test('an address that names what cannot be shown becomes that of what is on show', async () => {
  const page = await visit('?engine=cpu#example=gold');
  const type = async (hash) => {
    await page.page.evaluate((h) => { location.hash = h; }, hash);
    await page.page.waitForFunction((h) => location.hash !== h, hash);
    return page.page.evaluate(() => location.hash);
  };
  for (const hash of ['#nonsense', '#block=24', '#example=nothing', '#example=gold&block=77', '#example=gold&element=Zz', '#example=gold&element=H']) {
    assert.equal(await type(hash), '#example=gold&block=1', hash);
    assert.equal(await page.problem(), '', hash);
  }
  for (const hash of ['#own&block=-1', '#own&block=24&out=Ar']) {
    await page.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    assert.equal(await type(hash), '#example=gold&block=1', hash);
    assert.match(await page.problem(), /open that file/, hash);
    await inSight(page, '#problem');
    await page.page.getByRole('button', { name: 'Dismiss this message' }).click();
  }
  // It waits, as at the start; a block that is selected in the open file is not another file.
  await page.drop('silver.vms', vamas({}, { name: 'second' }));
  assert.equal(await place(page, /own/), '#own&block=1');
  assert.equal(await type('#own&block=3&out=Ag'), '#own&block=1');
  assert.match(await page.problem(), /open that file/);
  await page.select(2);
  await page.drop('three.vms', vamas({}, {}, {}));
  assert.equal(await place(page, /out=/), '#own&block=3&out=Ag');
  assert.deepEqual(page.errors, []);
});

test('each symbol of an address is taken once', async () => {
  const page = await visit('?engine=cpu#example=ito&out=Au+Au+Au&in=Pt+Pt+Au');
  const chips = () => page.page.locator('#constraints .chip').evaluateAll((all) => all.map((c) => `${c.dataset.symbol} ${c.dataset.how}`));
  assert.deepEqual(await chips(), ['Au excluded', 'Pt included']);
  assert.equal(await place(page, /out=Au&/), '#example=ito&block=1&out=Au&in=Pt');
});

test('of a file of the user\'s own neither name nor data are in the address, nor anywhere else', { skip }, async () => {
  const page = await visit('?engine=cpu');
  const before = await stored(page);
  assert.deepEqual(before, { databases: [], settings: [], others: '0  0' }, 'a visit alone stores nothing');
  await page.drop('secret_sample.vms', readFileSync(foils));
  const [, second] = (await page.blocks()).filter((b) => b.enabled);
  await page.select(second.block);
  assert.equal(await place(page, new RegExp(`block=${second.block}\\b`)), `#own&block=${second.block}`);
  await page.page.reload();
  await page.page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
  assert.equal((await page.answered()).file, 'ito.vms', 'it is gone with the visit');
  assert.deepEqual(await stored(page), before);
});

test('a spectrum is kept if its user asks, with its view, and forgotten', { skip }, async () => {
  const page = await visit('?engine=cpu');
  assert.ok(!(await page.page.locator('#keep').isVisible()), 'an example need not be kept');
  await page.drop('foils.vms', readFileSync(foils));
  const wide = ({ text }) => {
    const [, lo, hi] = /(\S+) to (\S+) eV/.exec(text.replaceAll('−', '-'));
    return hi - lo > 600;
  };
  const block = (await page.blocks()).filter((b) => b.enabled && b.text.includes('in vacuum') && wide(b)).at(-1);
  assert.ok(!block.chosen, 'another one than what is opened at first');
  await page.select(block.block);
  const shown = await page.elements();
  assert.ok(shown.length > 0);
  await page.page.getByRole('button', { name: 'Keep this spectrum for the next visit' }).press('Enter');
  await page.page.locator('#kept-said').filter({ hasText: 'Kept in this browser' }).waitFor();
  assert.deepEqual((await stored(page)).databases, ['speclens']);
  const next = await again(page);
  assert.equal((await next.answered()).file, 'foils.vms');
  assert.equal((await next.blocks()).find((b) => b.chosen).block, block.block);
  assert.deepEqual((await next.elements()).map((e) => [e.symbol, e.atomic_percent]), shown.map((e) => [e.symbol, e.atomic_percent]));
  // An address of another file that was on show says nothing of the kept one.
  const other = await again(next, `${url}?engine=cpu#own&block=1&shift=-1.5&basis=typed`);
  assert.equal((await other.blocks()).find((b) => b.chosen).block, block.block);
  assert.equal(await other.page.locator('#calibration').getAttribute('data-shift'), '0');
  // One of the kept file has its view as well.
  const [{ symbol }] = shown;
  const viewed = await again(other, `${url}?engine=cpu#own=kept&block=${block.block}&element=${symbol}&from=60&to=120`);
  await viewed.fisOf(symbol);
  const { energyLeft } = await viewed.figure();
  assert.equal(Math.round(Number(energyLeft)), 120);
  // An example is asked for by its name all the same.
  const example = await again(viewed, `${url}?engine=cpu#example=gold`);
  assert.equal((await example.answered()).file, 'gold.vms');
  await example.page.getByRole('button', { name: 'Forget it' }).click();
  await example.page.locator('#kept-said').filter({ hasText: 'Forgotten' }).waitFor();
  assert.deepEqual(await stored(example), { databases: [], settings: [], others: '0  0' });
  const last = await again(example);
  assert.equal((await last.answered()).file, 'ito.vms');
});

test('what its user said of a kept file is not asked again', async () => {
  const page = await visit('?engine=cpu');
  const rows = Array.from({ length: 1200 }, (_, i) => `${i} ${1000 + 900 * Math.exp(-(((i - 285) / 2) ** 2))}`).join('\n');
  await page.drop('columns.txt', rows);
  await page.tell({ photon: '1253.6' });
  await page.page.getByRole('button', { name: 'Keep this spectrum for the next visit' }).click();
  await page.page.locator('#kept-said').filter({ hasText: 'columns.txt' }).waitFor();
  const next = await again(page);
  assert.equal((await next.answered()).file, 'columns.txt');
  assert.match(await next.page.locator('#figure-sub').innerText(), /hν 1253\.6 eV/);
});

test('settings are remembered, and forgotten', async () => {
  const page = await visit('?engine=cpu');
  const heads = (p) => p.page.locator('#composition thead th').evaluateAll((cells) => cells.map((c) => c.dataset.column));
  const usual = await heads(page);
  await page.page.getByRole('button', { name: 'Columns', exact: true }).click();
  await page.page.getByRole('button', { name: 'As CasaXPS reports' }).click();
  await page.page.locator('th[data-column="energy"] .sort').click();
  const next = await again(page);
  assert.deepEqual(await heads(next), ['element', 'line', 'energy', 'fwhm', 'area', 'rsf', 'conc']);
  assert.equal(await next.page.locator('th[data-column="energy"]').getAttribute('aria-sort'), 'descending');
  assert.ok((await stored(next)).settings.every((key) => key.startsWith('speclens.')));
  await next.page.getByRole('button', { name: 'How to check that' }).click();
  await next.page.getByRole('button', { name: 'Forget all settings' }).click();
  assert.deepEqual((await stored(next)).settings, []);
  assert.deepEqual(await heads(next), usual, 'at once');
  assert.match(await next.page.locator('#settings-there').innerText(), /^No setting is remembered/);
  assert.deepEqual(await heads(await again(next)), usual);
});

test('how the spectrum is drawn is in the address', async () => {
  const page = await visit('?engine=cpu#example=gold&scale=square_root');
  assert.ok(await page.page.locator('#figure-options input[value="square_root"]').isChecked());
  await page.page.locator('#figure-options label').filter({ hasText: 'log' }).click();
  assert.equal(await place(page, /logarithmic/), '#example=gold&block=1&scale=logarithmic');
});

test('a browser without storage shows the page all the same', async () => {
  const page = await visit('?engine=cpu', {});
  const context = page.page.context();
  await page.page.close();
  const bare = await context.newPage();
  await bare.addInitScript(() => {
    const denied = { get() { throw new DOMException('denied', 'SecurityError'); } };
    Object.defineProperty(window, 'localStorage', denied);
    Object.defineProperty(window, 'indexedDB', denied);
  });
  const shown = await SpeclensPage.open(bare, `${url}?engine=cpu`);
  assert.ok((await shown.elements()).length > 0);
  await shown.page.locator('th[data-column="element"] .sort').click();
  await shown.drop('silver.vms', vamas({ lo: 300, hi: 420 }));
  await shown.page.getByRole('button', { name: 'Keep this spectrum for the next visit' }).click();
  await shown.page.locator('#problem-text').filter({ hasText: /^The spectrum is not kept: / }).waitFor();
  assert.deepEqual(shown.errors, []);
});
