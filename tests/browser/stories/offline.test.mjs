// A site that `cargo xtask site` made: installed, without a network, renewed, and renewed in vain.

import { after, afterEach, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants as brotli } from 'node:zlib';
import { faultsOf } from '../axe.mjs';
import { BatchPage } from '../batch.mjs';
import { launch, url } from '../launch.mjs';
import { SpeclensPage } from '../page.mjs';
import { copyOf, listOf, release, rewrite } from '../release.mjs';
import { SiteServer } from '../site-server.mjs';
import { MG_KA, vamas } from '../vamas.mjs';
import { once } from './helpers.mjs';

const site = process.env.SPECLENS_SITE;
const options = { skip: once || (site ? false : 'SPECLENS_SITE names no site: `cargo xtask test` makes one') };

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What a test opened, in the order in which it is to be closed. */
let opened = [];
afterEach(async () => {
  for (const close of opened.reverse()) await close();
  opened = [];
});

/** Serves a folder in a browser of its own, which has seen nothing yet. */
async function visitor(folder = site) {
  const server = await new SiteServer(folder).start();
  opened.push(() => server.stop().catch(() => {}));
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: 'allow' });
  opened.push(() => context.close());
  const visit = async (query = '?engine=cpu') => SpeclensPage.open(await context.newPage(), server.url + query);
  return { server, context, visit };
}

/** A folder that goes with the test. */
function passing(folder) {
  opened.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Waits until the page says how far it is kept. */
function kept(page, how = 'all') {
  return page.page.locator(`html[data-offline="${how}"]`).waitFor({ state: 'attached', timeout: 120_000 });
}

const said = (page) => page.page.locator('#offline-said').innerText();
const caches = (page) => page.page.evaluate(async () => (await window.caches.keys()).map((name) => name.split(' ').at(-1)));

async function reload(page) {
  await page.page.reload();
  await page.page.locator('html[data-ready="true"][data-engine-settled="true"]').waitFor({ state: 'attached', timeout: 120_000 });
}

/** A later version, told by its title. */
const later = (title) => release(site, { 'index.html': (text) => text.replace(/<h1>.*<\/h1>/, `<h1>${title}</h1>`) });
const heading = (page) => page.page.locator('h1').innerText();
const offer = (page) => page.page.getByRole('complementary', { name: 'New version' });

test('the repository served as it is has no service worker', async () => {
  const context = await browser.newContext();
  opened.push(() => context.close());
  const page = await SpeclensPage.open(await context.newPage(), `${url}?engine=cpu`);
  const registered = await page.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
  assert.equal(registered, 0);
  assert.equal(await page.page.locator('#offline-said').isVisible(), false);
});

test('the page can be installed, and opens our kinds of files', options, async () => {
  const { visit, context, server } = await visitor();
  const page = await visit();
  const devtools = await context.newCDPSession(page.page);
  const { errors, data, url: at } = await devtools.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  assert.equal(at, `${server.url}www/manifest.webmanifest`);
  const manifest = JSON.parse(data);
  for (const field of ['start_url', 'scope']) assert.equal(new URL(manifest[field], at).href, server.url, field);
  assert.ok(manifest.file_handlers[0].accept['application/x-vamas'].includes('.vms'));
  assert.equal(new URL(manifest.share_target.action, at).href, `${server.url}share`);
  assert.ok(manifest.icons.some((icon) => icon.purpose === 'maskable'));
  for (const { src, type } of manifest.icons) {
    const icon = await fetch(new URL(src, at));
    assert.deepEqual([icon.status, icon.headers.get('content-type')], [200, type], src);
  }
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // A private window, as tests have, may install nothing; else nothing is missing.
  assert.deepEqual(installabilityErrors.map((e) => e.errorId).filter((e) => e !== 'in-incognito'), []);
});

test('after one visit it works without its server, with both networks and the documents', options, async () => {
  const { server, context, visit } = await visitor();
  const first = await visit();
  await kept(first);
  assert.match(await said(first), new RegExp(`^Kept in this browser: works without a network \\(build ${listOf(site).version}\\)$`));
  assert.equal(await offer(first).isVisible(), false, 'the first version is no new one');
  await first.page.close();
  await server.stop();
  const page = await visit();
  assert.ok((await page.elements()).length > 0, 'the example is analysed');
  await kept(page);
  await page.drop('silver.vms', vamas({}));
  assert.equal((await page.elements())[0].symbol, 'Ag');
  await page.drop('silver.vms', vamas({ sample: 'silver under Mg Kα', photon: MG_KA, hi: 1100 }));
  assert.match(await page.page.locator('#model').innerText(), /simulated Mg Kα spectra/);
  assert.equal((await page.elements())[0].symbol, 'Ag');
  await page.page.getByLabel('Example').selectOption('2');
  await page.idle();
  assert.equal(await page.problem(), '');
  const document = await context.newPage();
  await document.goto(`${server.url}docs/limits.md`);
  assert.match(await document.locator('body').innerText(), /Limits/);
});

test('a file of the site comes compressed, with its type and the policy', options, async () => {
  const { server, visit } = await visitor();
  const page = await visit();
  const headersOf = (path) => page.page.evaluate(async (of) => Object.fromEntries((await fetch(of)).headers), path);
  const answer = await headersOf('./pkg/speclens_bg.wasm');
  assert.equal(answer['content-type'], 'application/wasm');
  assert.equal(answer['content-encoding'], 'br');
  assert.equal(answer['cache-control'], 'no-cache');
  assert.equal(answer['access-control-allow-origin'], '*');
  for (const [path, worker] of [['./', "worker-src 'self'"], ['./www/worker.js', "worker-src 'self'"], ['./embed.html', "worker-src 'self' blob:"]]) {
    const { 'content-security-policy': policy, ...others } = await headersOf(path);
    assert.match(policy, /^default-src 'none'/);
    assert.ok(policy.split('; ').includes(worker), `${path}: ${policy}`);
    assert.equal('access-control-allow-origin' in others, path.includes('www/'), path);
  }
  const worker = server.sent.find(({ path, status }) => path === 'pkg/speclens_bg.wasm' && status === 200);
  const { bytes } = listOf(site).files.find(({ path }) => path === 'pkg/speclens_bg.wasm');
  assert.ok(worker.bytes < 0.4 * bytes, `${worker.bytes} of ${bytes} bytes`);
});

test('what the first answer does not need is asked for after it', options, async () => {
  const { server, visit } = await visitor();
  await visit();
  const at = (path) => server.sent.findIndex((each) => each.path === path);
  const last = Math.max(at('model_weights/al-ka/weights.safetensors'), at('pkg/speclens_bg.wasm'), at('www/examples/ito.vms'));
  for (const path of ['model_weights/mg-ka/weights.safetensors', 'www/examples/gold.vms']) assert.ok(at(path) > last, path);
  const gpu = at('pkg/speclens_gpu_bg.wasm'); // kept where there is WebGPU
  assert.ok(gpu === -1 || gpu > last, 'WebGPU does not come before it');
});

test('a first answer takes 3 MB at most', options, async () => {
  const { server, visit } = await visitor();
  const page = await visit();
  assert.ok((await page.elements()).length > 0);
  await kept(page);
  const before = server.sent.slice(0, server.sent.findIndex(({ path }) => path === 'sw.js')); // registered behind the answer
  const first = new Set(listOf(site).files.filter(({ when }) => when === 'first').map(({ path }) => path));
  let sum = 0;
  for (const { path, bytes, status } of before) {
    if (status !== 200 || !first.has(path)) continue;
    // The site of the tests is compressed in haste, a release is not.
    sum += existsSync(join(site, `${path}.br`)) ? brotliCompressSync(readFileSync(join(site, path)), { params: { [brotli.BROTLI_PARAM_LGWIN]: 22 } }).length : bytes;
  }
  assert.ok(sum > 2_000_000 && sum <= 3_000_000, `${sum} bytes`);
});

test('a new version is offered, and taken only when its user says so', options, async () => {
  const { server, visit } = await visitor();
  const page = await visit();
  await kept(page);
  const [old] = await caches(page);
  server.folder = passing(later('A later Speclens'));
  await reload(page);
  assert.equal(await heading(page), 'Speclens', 'still the old one');
  await offer(page).waitFor();
  assert.match(await offer(page).innerText(), /new version of Speclens is ready.*loaded anew/s);
  assert.deepEqual(await faultsOf(page.page), []);
  await offer(page).getByRole('button', { name: 'Later' }).click();
  assert.equal(await offer(page).isVisible(), false);
  await reload(page);
  assert.equal(await heading(page), 'Speclens', 'not forced on who reloads');
  await offer(page).waitFor();
  await Promise.all([
    page.page.waitForFunction(() => document.querySelector('h1')?.textContent === 'A later Speclens'),
    offer(page).getByRole('button', { name: 'Use it now' }).press('Enter'),
  ]);
  await kept(page);
  const after = await caches(page);
  assert.equal(after.length, 1, 'the old cache is gone');
  assert.notEqual(after[0], old);
  const wasm = server.sent.filter(({ path, status }) => path === 'pkg/speclens_bg.wasm' && status === 200);
  assert.equal(wasm.length, 1, 'what is the same is not fetched again');
});

test('a new version keeps what the old one kept beyond a first answer, without a network too', options, async () => {
  const { server, visit } = await visitor();
  const page = await visit();
  await kept(page);
  server.folder = passing(release(site, { 'docs/limits.md': () => 'other limits', 'www/words.js': (text) => `${text}\n` }));
  await reload(page);
  await offer(page).waitFor();
  await server.stop();
  await Promise.all([
    page.page.waitForEvent('load'),
    offer(page).getByRole('button', { name: 'Use it now' }).click(),
  ]);
  await page.page.locator('html[data-ready="true"][data-engine-settled="true"]').waitFor({ state: 'attached', timeout: 120_000 });
  await kept(page, 'partly');
  assert.match(await said(page), /but for 1 file that a first answer does not need$/);
  await page.drop('silver.vms', vamas({ photon: MG_KA, hi: 1100 }));
  assert.match(await page.page.locator('#model').innerText(), /simulated Mg Kα spectra/);
  assert.equal((await page.elements())[0].symbol, 'Ag');
  const text = (path) => page.page.evaluate((of) => fetch(of).then((a) => a.text(), () => 'no answer'), path);
  assert.match(await text('./docs/guide/26-Fe.md'), /Iron/i);
  assert.equal(await text('./docs/limits.md'), 'no answer', 'another one now: never that of the old version');
});

test('a new version does not take away the answers of a batch', options, async () => {
  const { server, visit } = await visitor();
  const page = await visit();
  await kept(page);
  const batch = new BatchPage(page);
  const file = [{ name: 'a.vms', mimeType: 'text/plain', buffer: Buffer.from(vamas({})) }];
  server.folder = passing(later('A later Speclens'));
  await reload(page);
  await offer(page).waitFor();
  await batch.add(file); // begun after the offer
  await batch.done(1);
  await offer(page).getByRole('button', { name: 'Use it now' }).click();
  await offer(page).waitFor({ state: 'hidden' });
  assert.equal((await batch.rows()).length, 1);
  await page.page.getByRole('button', { name: 'Close the batch' }).click();
  await offer(page).waitFor({ timeout: 30_000 }); // offered again
  assert.equal(await heading(page), 'Speclens');
});

test('embed.html may be edited where the site is served', options, async () => {
  const folder = passing(copyOf(site));
  const { visit } = await visitor(folder);
  const page = await visit();
  await kept(page);
  assert.ok(['embed.html.br', 'embed.html.gz'].every((file) => !existsSync(join(folder, file))), 'nothing beside it says otherwise');
  const edited = readFileSync(join(folder, 'embed.html'), 'utf8').replace('name="speclens-hosts" content=""', 'name="speclens-hosts" content="https://wiki.example"');
  assert.match(edited, /wiki\.example/);
  writeFileSync(join(folder, 'embed.html'), edited);
  assert.equal(await page.page.evaluate(() => fetch('./embed.html').then((a) => a.text())), edited);
});

test('a new version waits while another window is at work', options, async () => {
  const { server, visit } = await visitor();
  const page = await visit();
  await kept(page);
  server.folder = passing(later('A later Speclens'));
  const other = await visit();
  await offer(other).waitFor();
  await offer(other).getByRole('button', { name: 'Use it now' }).click();
  await offer(other).getByText('Speclens is open in 1 other window: close it first').waitFor();
  assert.equal(await heading(other), 'Speclens');
  await page.page.close();
  await Promise.all([
    other.page.waitForFunction(() => document.querySelector('h1')?.textContent === 'A later Speclens'),
    offer(other).getByRole('button', { name: 'Use it now' }).click(),
  ]);
});

test('a new version that does not come whole leaves the old one as it is', options, async () => {
  const { server, visit } = await visitor();
  const page = await visit();
  await kept(page);
  const before = await caches(page);
  const broken = passing(release(site, { 'index.html': (text) => text.replace('<h1>Speclens', '<h1>Broken'), 'www/words.js': (text) => `${text}\n` }));
  rewrite(broken, 'www/words.js', 'not what the list says');
  server.folder = broken;
  await reload(page);
  await page.page.locator('#offline-said', { hasText: 'A new version could not be had whole, this one goes on: www/words.js' }).waitFor();
  assert.equal(await offer(page).isVisible(), false);
  assert.deepEqual(await caches(page), before, 'nothing of it stays');
  await server.stop();
  await reload(page);
  assert.equal(await heading(page), 'Speclens');
  await page.drop('silver.vms', vamas({}));
  assert.equal((await page.elements())[0].symbol, 'Ag');
  // The next day it is whole.
  server.folder = passing(later('A later Speclens'));
  await server.start();
  await reload(page);
  await offer(page).waitFor();
});

test('a first visit that cannot be kept whole is a visit all the same', options, async () => {
  const { server, visit } = await visitor();
  server.missing.add('www/icons/512.png');
  const page = await visit();
  await kept(page, 'failed');
  assert.match(await said(page), /^Not kept in this browser, so it needs the network: www\/icons\/512\.png: the server answered 404$/);
  assert.deepEqual(await caches(page), []);
  assert.ok((await page.elements()).length > 0);
});

test('a file of another version is never mixed in', options, async () => {
  const folder = passing(copyOf(site));
  rewrite(folder, 'docs/limits.md', 'of another day');
  const { visit } = await visitor(folder);
  const page = await visit();
  await kept(page, 'partly');
  assert.match(await said(page), /but for 1 file that a first answer does not need$/);
  await reload(page);
  const text = await page.page.evaluate(() => fetch('./docs/limits.md').then((a) => a.text(), () => 'no answer'));
  assert.equal(text, 'no answer');
});

test('a server that keeps no site any more is believed', options, async () => {
  const { server, visit } = await visitor();
  const page = await visit();
  await kept(page);
  const plain = passing(later('A plain Speclens'));
  rmSync(`${plain}/sw.js`);
  server.folder = plain;
  await reload(page);
  await kept(page, 'gone');
  await reload(page);
  assert.equal(await heading(page), 'A plain Speclens');
});

test('a file that the system opens with the page is opened', options, async () => {
  const { context, visit } = await visitor();
  await context.addInitScript(() => {
    Object.defineProperty(window, 'launchQueue', { value: { setConsumer: (take) => { window.launchWith = take; } } });
  });
  const page = await visit();
  await page.page.evaluate((text) => window.launchWith({ files: [{ getFile: async () => new File([text], 'opened.vms') }] }), vamas({ lo: 300, hi: 420 }));
  await page.page.locator('#composition[data-file="opened.vms"]').waitFor({ state: 'attached' });
});

test('a file that another program shares is opened once', options, async () => {
  const { server, context, visit } = await visitor();
  await kept(await visit());
  const sender = await context.newPage();
  await sender.setContent(`<form method="post" enctype="multipart/form-data" action="${server.url}share"><input type="file" name="spectrum"><button>Share</button></form>`);
  await sender.locator('input').setInputFiles({ name: 'shared.vms', mimeType: 'application/octet-stream', buffer: Buffer.from(vamas({ lo: 300, hi: 420 })) });
  await sender.locator('button').click();
  await sender.locator('#composition[data-file="shared.vms"]').waitFor({ state: 'attached', timeout: 120_000 });
  assert.equal(new URL(sender.url()).search, '');
  assert.ok(!(await sender.evaluate(() => window.caches.keys())).some((name) => name.includes('shared')));
});
