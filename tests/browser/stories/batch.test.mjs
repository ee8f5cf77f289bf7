// Many files at once: the queue, the matrix, what is saved; in Chromium and in Firefox.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultsOf } from '../axe.mjs';
import { BatchPage } from '../batch.mjs';
import { launchFirefox, withoutFirefox } from '../firefox.mjs';
import { url } from '../launch.mjs';
import { SpeclensPage } from '../page.mjs';
import { MG_KA, SILVER, survey, vamas } from '../vamas.mjs';
import { unzipped } from '../zip.mjs';
import { once, visits } from './helpers.mjs';

const open = visits();
const visit = async (options) => new BatchPage(await open('?engine=cpu', options));

/** Files as `setInputFiles` takes them. */
const files = (named) => Object.entries(named).map(([name, text]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) }));
const some = {
  'a.vms': vamas({ sample: 'first' }),
  'b.vms': vamas({ sample: 'second', hi: 1100 }),
  'magnesium.vms': vamas({ sample: 'under Mg', photon: MG_KA, hi: 1100 }),
  'letter.txt': 'Dear reader',
  'region.vms': vamas({ name: 'Ag 3d', lo: 300, hi: 420 }),
};
/** A file of so many surveys, less and less silver over more and more carbon. */
const profile = (count) => vamas(...Array.from({ length: count }, (_, i) => ({
  sample: `level ${i}`, lines: SILVER.map(([at, height, sigma]) => [at, at === 284.8 ? height * (1 + 3 * i) : height / (1 + i), sigma]),
})));
/** The same with an etch time in each block, 30 s apart. */
function etched(text) {
  const lines = text.split('\r\n');
  const at = lines.indexOf('REGULAR') + 2; // the number of experimental variables
  let n = 0;
  return [...lines.slice(0, at), '1', 'Etch Time', 's', ...lines.slice(at + 1)]
    .flatMap((line) => (line === 'XPS' ? [line, String(30 * n++)] : [line])).join('\r\n');
}
/** Columns without names: the axis is not said. */
const nameless = survey(0, 1200, 1, SILVER).map((count, i) => `${i}\t${count}`).join('\n');

/** Has the page pause its batch before the first answer can be there. */
const pauseAtOnce = (page) => page.evaluate(() => {
  new MutationObserver((_, observer) => {
    const button = document.getElementById('batch-pause');
    if (button.hidden) return;
    observer.disconnect();
    button.click();
  }).observe(document.getElementById('batch'), { attributes: true, subtree: true });
});

test('many files are answered as each alone is; errors stop nothing', { skip: once }, async () => {
  const batch = await visit();
  await batch.add(files(some));
  await batch.done(5);
  const rows = await batch.rows();
  assert.deepEqual(rows.map((r) => r.path), Object.keys(some).sort());
  assert.equal(rows[2].state, 'failed');
  assert.match(rows[2].said, /^error: .+/);
  assert.equal(rows[4].state, 'refused');
  assert.deepEqual(rows[4].amounts, {}, 'no amounts where they are refused');
  const { page } = batch;
  for (const name of ['a.vms', 'b.vms', 'magnesium.vms']) {
    await page.drop(name, some[name]);
    const alone = Object.fromEntries((await page.elements()).map((e) => [e.symbol, e.atomic_percent.toFixed(1)]));
    assert.deepEqual(rows.find((r) => r.path === name).amounts, alone, name);
  }
  assert.deepEqual(page.errors, []);
  assert.deepEqual(page.violations, []);
});

test('several files that are dropped, and several that are opened, are a batch; one is not', { skip: once }, async () => {
  const batch = await visit();
  await batch.drop({ 'a.vms': some['a.vms'], 'b.vms': some['b.vms'] });
  await batch.done(2);
  assert.equal(await batch.page.problem(), '');
  await batch.page.page.setInputFiles('#file', files({ 'c.vms': some['a.vms'], 'd.vms': some['b.vms'] }));
  await batch.done(4);
  assert.deepEqual((await batch.rows()).map((r) => r.path), ['a.vms', 'b.vms', 'c.vms', 'd.vms']);
  await batch.page.drop('alone.vms', some['a.vms']);
  assert.equal((await batch.page.answered()).file, 'alone.vms');
  assert.equal((await batch.rows()).length, 4);
  // But for one that is dropped on the batch: it may hold many spectra.
  await batch.drop({ 'profile.vms': profile(3) }, '#batch-title');
  await batch.done(5);
  assert.deepEqual((await batch.rows()).slice(-3).map((r) => r.path), Array(3).fill('profile.vms'));
  assert.equal((await batch.page.answered()).file, 'alone.vms');
});

/** A folder with a folder in it, chosen or dropped. */
const ways = {
  chosen: (page, folder) => page.setInputFiles('#batch-folder', folder),
  dropped: async (page, folder) => {
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop']) await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  },
};

for (const [way, give] of Object.entries(ways)) test(`a folder is ${way}, and read with the folders in it`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'speclens-batch-'));
  try {
    mkdirSync(join(folder, 'inner'));
    writeFileSync(join(folder, 'a.vms'), some['a.vms']);
    writeFileSync(join(folder, '.hidden'), 'nothing');
    writeFileSync(join(folder, 'inner', 'b.vms'), some['b.vms']);
    const batch = await visit();
    await batch.show();
    await give(batch.page.page, folder);
    await batch.done(2);
    const paths = (await batch.rows()).map((r) => r.path.replace(/^[^/]+\//, ''));
    assert.deepEqual(paths.sort(), ['a.vms', 'inner/b.vms']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a folder that cannot be read stands among the files, and ends nothing', { skip: once }, async () => {
  const { page: p } = (await visit()).page;
  const found = await p.evaluate(async () => {
    const { filesOf } = await import('./www/batch/sources.js');
    const folder = (name, readEntries) => ({ name, isFile: false, isDirectory: true, fullPath: `/${name}`, createReader: () => ({ readEntries }) });
    const file = (name) => ({ name, isFile: true, isDirectory: false, fullPath: `/${name}`, file: (give) => give(new File(['1'], name)) });
    const inner = [[file('good/b.vms')], []];
    const entries = [file('a.vms'), folder('locked', (give, refuse) => refuse(new Error('no permission'))), folder('good', (give) => give(inner.shift()))];
    const sources = [];
    for await (const some of filesOf(entries)) sources.push(...some);
    return Promise.all(sources.map(async ({ path, file: read }) => [path, await read().then((f) => f.size, (error) => error.message)]));
  });
  assert.deepEqual(found, [['a.vms', 1], ['locked/', 'no permission'], ['good/b.vms', 1]]);
});

test('a row opens its spectrum in the instrument, whichever block it is', { skip: once }, async () => {
  const batch = await visit();
  await batch.add(files({ 'profile.vms': profile(4), 'letter.txt': 'Dear reader' }));
  await batch.done(2);
  const rows = await batch.rows();
  assert.deepEqual(rows.map((r) => r.block), ['0', '1', '2', '3', '4']);
  await batch.open('profile.vms', 3);
  await batch.page.page.locator('#composition[data-file="profile.vms"][data-block="3"]').waitFor();
  await batch.page.idle();
  const shown = Object.fromEntries((await batch.page.elements()).map((e) => [e.symbol, e.atomic_percent.toFixed(1)]));
  assert.deepEqual(rows[3].amounts, shown);
  await batch.open('letter.txt', 0);
  await batch.page.page.locator('#problem').waitFor();
  assert.match(await batch.page.problem(), /letter\.txt/);
});

test('what a file leaves open is said once for all', { skip: once }, async () => {
  const batch = await visit();
  await batch.add(files({ 'one.txt': nameless, 'two.txt': nameless, 'a.vms': some['a.vms'] }));
  await batch.done(3);
  assert.deepEqual((await batch.rows()).map((r) => r.state), ['answered', 'asks', 'asks']);
  await batch.page.page.getByLabel('No axis in the file').selectOption('binding');
  await batch.page.page.getByRole('button', { name: 'Answer those left open' }).click();
  await batch.page.page.locator('#batch[data-asks="0"]').waitFor();
  await batch.done(3);
  const rows = await batch.rows();
  assert.equal(rows.length, 3);
  assert.ok(rows.every((r) => r.state !== 'asks' && r.amounts.Ag), JSON.stringify(rows));
  // Alone, it is told the same.
  const one = rows.find((r) => r.path === 'one.txt');
  await batch.open('one.txt', Number(one.block));
  await batch.page.page.locator('#composition[data-file="one.txt"]').waitFor();
  assert.equal((await batch.page.elements()).find((e) => e.symbol === 'Ag').atomic_percent.toFixed(1), one.amounts.Ag);
});

test('a file that could not be read for a moment is tried again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'speclens-batch-'));
  try {
    const path = join(folder, 'locked.vms');
    writeFileSync(path, some['a.vms']);
    const batch = await visit();
    const { page: p } = batch.page;
    await batch.show();
    await pauseAtOnce(p);
    const others = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`s${i}.vms`, some['a.vms']]));
    await p.setInputFiles('#batch-files', files(others));
    await p.locator('#batch[data-state="paused"]').waitFor();
    await p.setInputFiles('#batch-files', path);
    await p.locator('#batch[data-files="61"]').waitFor();
    renameSync(path, `${path}.away`);
    await p.getByRole('button', { name: 'Go on' }).click();
    await batch.done(61);
    assert.match((await batch.rows())[0].said, /the browser could not read it/);
    renameSync(`${path}.away`, path);
    await p.getByRole('button', { name: 'Try the file that failed again' }).click();
    await p.locator('#batch[data-failed="0"][data-state="done"]').waitFor();
    assert.equal((await batch.rows())[0].state, 'answered');
    assert.equal(await p.locator('#batch-retry').isVisible(), false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what analyses cannot be started: no file is blamed, and its user goes on', { skip: once }, async () => {
  const batch = await visit();
  const { page: p } = batch.page;
  const lane = '**/www/worker/lane.js';
  await p.route(lane, (route) => route.abort());
  await batch.add(files({ 'a.vms': some['a.vms'], 'b.vms': some['b.vms'] }));
  await p.locator('#batch[data-state="paused"][data-done="0"][data-rows="0"]').waitFor();
  assert.match(await p.locator('#batch-count').innerText(), /stopped: what analyses could not be started \(.+\); “Go on” tries again$/);
  await p.unroute(lane);
  await p.getByRole('button', { name: 'Go on' }).click();
  await batch.done(2);
  assert.deepEqual((await batch.rows()).map((r) => r.state), ['answered', 'answered']);
});

test('a thousand files, every hundredth of them no spectrum: all others are answered', { skip: once }, async () => {
  const batch = await visit();
  const texts = [some['a.vms'], some['b.vms'], vamas({ step: 0.5 })];
  const thousand = Array.from({ length: 1000 }, (_, i) => (i % 100 === 99 ? [`s${i}.dat`, '\u0000\u0001 no spectrum'] : [`s${i}.vms`, texts[i % 3]]));
  await batch.add(files(Object.fromEntries(thousand)));
  await batch.done(1000);
  const { rows, failed, spectra, shown } = await batch.page.page.locator('#batch').evaluate((b) => ({ ...b.dataset }));
  assert.deepEqual({ rows, failed, spectra, shown }, { rows: '1000', failed: '10', spectra: '990', shown: '1000' });
  const there = await batch.rows();
  assert.ok(there.length < 60, `${there.length} rows in the document`);
  assert.deepEqual(there.slice(0, 12).map((r) => r.path), Array.from({ length: 12 }, (_, i) => `s${i}.vms`), 'numbers in order');
  await batch.page.page.locator('#batch-state').selectOption('failed');
  await batch.shown(10);
  assert.ok((await batch.rows()).every((r) => r.path.endsWith('.dat') && /^error: .+/.test(r.said)));
  assert.deepEqual(batch.page.errors, []);
});

test('sort, search, filter', { skip: once }, async () => {
  const batch = await visit();
  await batch.add(files({ ...some, 'profile.vms': profile(5) }));
  await batch.done(6);
  await batch.sort('Ag');
  const silver = (await batch.rows()).map((r) => r.amounts.Ag).filter(Boolean).map(Number);
  assert.deepEqual(silver, [...silver].sort((a, b) => b - a), 'the most first');
  await batch.sort('Ag');
  const rising = (await batch.rows()).map((r) => r.amounts.Ag);
  assert.deepEqual(rising.filter(Boolean).map(Number), [...silver].reverse());
  assert.equal(rising.at(-1), undefined, 'those without stand last either way');
  const { page: p } = batch.page;
  await p.getByLabel('Search').fill('LEVEL profile');
  await batch.shown(5);
  await p.getByLabel('Search').fill('');
  await p.locator('#batch-state').selectOption('failed');
  await batch.shown(1);
  assert.equal((await batch.rows())[0].path, 'letter.txt');
  await p.locator('#batch-state').selectOption('');
  await p.locator('#batch-element').selectOption('Ag');
  const middle = (silver[0] + silver.at(-1)) / 2;
  const above = silver.filter((s) => s > middle).length;
  assert.ok(above > 0 && above < silver.length, String(silver));
  await p.locator('#batch-least').fill(String(middle));
  await batch.shown(above);
});

test('of a long file only the rows in view are in the document; its lanes share it out', { skip: once }, async () => {
  const batch = await visit();
  const blocks = 200;
  await batch.add(files({ 'map.vms': vamas(...Array.from({ length: blocks }, (_, i) => ({ sample: `point ${i + 1}`, step: 2.5 }))) }));
  await batch.done(1);
  await batch.shown(blocks);
  const there = await batch.rows();
  assert.ok(there.length < 60, `${there.length} rows in the document`);
  const box = batch.page.page.locator('#batch-scroll');
  await box.evaluate((b) => { b.scrollTop = b.scrollHeight; });
  await batch.page.page.locator(`#batch-table tr[data-block="${blocks}"]`).waitFor();
  assert.equal(await batch.page.page.locator('#batch-table').getAttribute('aria-rowcount'), String(blocks + 1));
});

test('pause, go on, cancel', { skip: once }, async () => {
  const batch = await visit();
  const many = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`${i}.vms`, some['a.vms']]));
  await batch.show();
  await pauseAtOnce(batch.page.page);
  await batch.page.page.setInputFiles('#batch-files', files(many));
  await batch.page.page.locator('#batch[data-state="paused"]').waitFor();
  const { page: p } = batch.page;
  const paused = await p.locator('#batch').getAttribute('data-files');
  assert.equal(paused, '400');
  await p.getByRole('button', { name: 'Go on' }).click();
  await p.waitForFunction(() => Number(document.getElementById('batch').dataset.done) > 0);
  await p.locator('#batch-cancel').click();
  await p.locator('#batch[data-state="cancelled"]').waitFor();
  assert.match(await p.locator('#batch-count').innerText(), /cancelled: \d+ files left out/);
  assert.ok((await batch.rows()).every((r) => r.state !== 'failed'), 'what is left out is no error');
});

test('a part of a long file that crashes a worker is taken in smaller ones', { skip: once }, async () => {
  const batch = await visit();
  const { page: p } = batch.page;
  const before = new Set(p.workers());
  await batch.add(files({ 'long.vms': profile(300) }));
  await p.waitForFunction(() => Number(document.getElementById('batch').dataset.spectra) > 0);
  const [lane] = p.workers().filter((worker) => !before.has(worker));
  await lane.evaluate(() => { setTimeout(() => { throw new Error('a crash'); }); });
  await batch.done(1);
  const { failed, rows } = await p.locator('#batch').evaluate((b) => ({ ...b.dataset }));
  assert.deepEqual({ failed, rows }, { failed: '0', rows: '300' });
});

test('a worker that crashes costs no answer', { skip: once }, async () => {
  const batch = await visit();
  const { page: p } = batch.page;
  const before = new Set(p.workers());
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.vms`, some['a.vms']]));
  await batch.add(files(many));
  await p.waitForFunction(() => Number(document.getElementById('batch').dataset.done) > 0);
  const [lane] = p.workers().filter((worker) => !before.has(worker));
  await lane.evaluate(() => { setTimeout(() => { throw new Error('a crash'); }); });
  await batch.done(200);
  const { failed, rows } = await p.locator('#batch').evaluate((b) => ({ ...b.dataset }));
  assert.deepEqual({ failed, rows }, { failed: '0', rows: '200' });
});

test('a profile is drawn against the number, and against what the file says of the series', { skip: once }, async () => {
  const batch = await visit();
  await batch.add(files({ 'profile.vms': etched(profile(5)) }));
  await batch.done(1);
  const { page: p } = batch.page;
  await p.getByText('Profile', { exact: true }).click();
  const figure = p.locator('#batch-profile-figure');
  await figure.locator('svg').waitFor();
  const data = await figure.evaluate((f) => ({ ...f.dataset }));
  assert.deepEqual([data.points, data.axis], ['5', 'Etch Time (s)']);
  assert.match(await figure.locator('svg').getAttribute('aria-label'), /against Etch Time \(s\), 0 to 120$/);
  assert.ok(data.elements.split(' ').includes('Ag') && data.elements.split(' ').includes('C'), data.elements);
  await p.locator('#batch-axis').selectOption('');
  assert.equal(await figure.getAttribute('data-axis'), 'number in the order');
  const saved = await batch.saved(() => p.locator('#batch-profile-save').click());
  assert.match(saved.toString(), /^<svg [^>]*xmlns=.*<polyline [^>]*stroke="#/s);
});

test('in a profile a spectrum without a composition keeps its place, and breaks the lines', { skip: once }, async () => {
  const batch = await visit();
  await batch.add(files({ 'broken.vms': vamas({}, {}, { lo: 300, hi: 420 }, {}, {}) }));
  await batch.done(1);
  assert.deepEqual((await batch.rows()).map((r) => r.state === 'refused'), [false, false, true, false, false]);
  const { page: p } = batch.page;
  await p.getByText('Profile', { exact: true }).click();
  const figure = p.locator('#batch-profile-figure');
  await figure.locator('svg').waitFor();
  assert.equal(await figure.getAttribute('data-points'), '5');
  const lines = await figure.locator('polyline[data-series="0"]').evaluateAll((all) => all.map((line) => line.points.numberOfItems));
  assert.deepEqual(lines, [2, 2]);
  const [, from, to] = await figure.locator('svg').evaluate((svg) => [...svg.querySelectorAll('polyline[data-series="0"]')].flatMap((line) => [...line.points].map((at) => at.x)));
  assert.ok(to - from > 100, 'two places apart');
});

test('chosen spectra are drawn over each other', { skip: once }, async () => {
  const batch = await visit();
  await batch.add(files({ 'a.vms': some['a.vms'], 'profile.vms': profile(2) }));
  await batch.done(2);
  const { page: p } = batch.page;
  await p.getByText('Chosen spectra over each other').click();
  for (const i of [0, 2]) await p.locator('#batch-table tbody input').nth(i).check();
  await p.locator('#batch-overlay-figure[data-spectra="2"]').waitFor();
  assert.equal(await p.locator('#batch-overlay-legend li').count(), 2);
  const inked = await p.locator('#batch-overlay-plot').evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
  assert.ok(inked > 4, `${inked} colours`);
  await p.getByRole('button', { name: 'Choose none' }).click();
  await p.locator('#batch-overlay-figure').waitFor({ state: 'hidden' });
});

test('CSV, JSON, XLSX and an archive hold what the matrix shows', { skip: once }, async () => {
  const batch = await visit();
  await batch.add(files({ ...some, 'comma, "quoted".vms': some['a.vms'], 'formula.vms': vamas({ sample: '=2+3' }) }));
  await batch.done(7);
  const rows = await batch.rows();
  const save = (what) => batch.saved(() => batch.page.page.locator(`[data-batch-save="${what}"]`).click());
  const csv = (await save('csv')).toString();
  assert.equal(csv.trim().split('\r\n').length, rows.length + 1);
  assert.match(csv, /\r\n"comma, ""quoted"".vms",1,/);
  assert.match(csv, /\r\nformula\.vms,1,'=2\+3,/, 'a sample is no formula');
  const json = JSON.parse((await save('json')).toString());
  assert.deepEqual(json.map((o) => o.file), rows.map((r) => r.path));
  for (const [i, object] of json.entries()) {
    assert.deepEqual(Object.fromEntries((object.elements ?? []).map((e) => [e.symbol, e.atomic_percent.toFixed(1)])), rows[i].amounts);
  }
  const of = (name) => json.find((o) => o.file === name);
  assert.match(of('letter.txt').error, /.+/);
  assert.match(of('region.vms').refused.code, /.+/);
  const book = unzipped(await save('xlsx'));
  assert.ok(book.has('xl/workbook.xml'));
  const sheet = book.get('xl/worksheets/sheet1.xml').toString();
  assert.equal(sheet.match(/<row /g).length, rows.length + 1);
  assert.match(book.get('xl/sharedStrings.xml').toString(), /magnesium\.vms/);
  const archive = unzipped(await save('zip'));
  assert.deepEqual([...archive.keys()].sort().slice(0, 2), ['a.vms-block1-report.html', 'a.vms-block1.svg']);
  assert.equal(archive.size, 2 * 6 + 2);
  assert.match(archive.get('b.vms-block1.svg').toString(), /^<svg/);
  assert.match(archive.get('b.vms-block1-report.html').toString(), /second/);
  assert.equal(archive.get('results.csv').toString(), csv);
  assert.deepEqual(batch.page.errors, []);
  assert.deepEqual(batch.page.violations, []);
});

test('a report is made with what was said of its file when that was answered', { skip: once }, async () => {
  const batch = await visit();
  await batch.show();
  const { page: p } = batch.page;
  const say = async (source, axis) => {
    await p.locator('#batch-settings [name="source"]').selectOption(source);
    await p.locator('#batch-settings [name="axis"]').selectOption(axis);
  };
  await say('mg-ka', 'binding');
  await batch.add(files({ 'nameless.txt': nameless }));
  await batch.done(1);
  await say('al-ka', '');
  const archive = unzipped(await batch.saved(() => p.locator('[data-batch-save="zip"]').click()));
  assert.match(archive.get('nameless.txt-block1-report.html').toString(), /Mg Kα/);
  assert.equal(archive.has('not-written.txt'), false);
});

for (const colorScheme of ['light', 'dark']) {
  test(`a batch fits a telephone, and axe finds nothing: ${colorScheme}`, { skip: once }, async () => {
    const batch = await visit({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2, colorScheme, reducedMotion: 'reduce' });
    await batch.add(files({ ...some, 'profile.vms': profile(3) }));
    await batch.done(6);
    await batch.page.page.evaluate(() => {
      for (const fold of document.querySelectorAll('#batch details')) fold.open = true;
    });
    await batch.page.page.locator('#batch-profile-figure svg').waitFor();
    await batch.page.page.locator('#batch-table tbody input').first().check();
    await batch.page.page.locator('#batch-overlay-figure[data-spectra="1"]').waitFor();
    assert.ok(await batch.page.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no horizontal scroll');
    assert.deepEqual(await faultsOf(batch.page.page), []);
  });
}

test('closing the batch ends its workers', { skip: once }, async () => {
  const batch = await visit();
  const before = batch.page.page.workers().length;
  await batch.add(files({ 'a.vms': some['a.vms'], 'b.vms': some['b.vms'] }));
  await batch.done(2);
  assert.ok(batch.page.page.workers().length > before);
  await batch.page.page.getByRole('button', { name: 'Close the batch' }).click();
  await batch.page.page.locator('#batch').waitFor({ state: 'hidden' });
  await batch.workers(before);
  await batch.add(files({ 'c.vms': some['b.vms'] }));
  await batch.done(1);
  assert.deepEqual((await batch.rows()).map((r) => r.path), ['c.vms'], 'a new batch begins');
});

let firefox;
before(async () => {
  if (!withoutFirefox) firefox = await launchFirefox();
});
after(() => firefox?.close());

test('Firefox: a batch is answered, and saved', { skip: once || withoutFirefox }, async () => {
  const context = await firefox.newContext({ viewport: { width: 1280, height: 900 } });
  const batch = new BatchPage(await SpeclensPage.open(await context.newPage(), `${url}?engine=cpu`));
  await batch.drop(some);
  await batch.done(5);
  const rows = await batch.rows();
  assert.deepEqual([rows[2].state, rows[4].state], ['failed', 'refused']);
  assert.ok(Number(rows[0].amounts.Ag) > 0);
  assert.deepEqual(batch.page.errors, []);
});
