// All that a browser sends over a whole visit, written down by a proxy between it and the network.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { BatchPage } from '../batch.mjs';
import { launch, url } from '../launch.mjs';
import { SpeclensPage } from '../page.mjs';
import { recordingProxy } from '../recording-proxy.mjs';
import { SiteServer } from '../site-server.mjs';
import { vamas } from '../vamas.mjs';
import { Viewer, page as pageWith, twoSites } from '../viewer.mjs';
import { once } from './helpers.mjs';

let browser;
let proxy;
before(async () => {
  proxy = await recordingProxy();
  // Browsers ask their own machine without a proxy, unless they are told otherwise.
  browser = await launch({ proxy: { server: proxy.url, bypass: '<-loopback>' } });
});
after(async () => {
  await browser?.close();
  proxy?.close();
});

/** Where Chromium asks for news of itself, for accounts and for kinds of form fields, whatever page is open. */
const BROWSERS_OWN = /^(accounts\.google|clients2\.google|(update|content-autofill|optimizationguide-pa|safebrowsing)\.googleapis)\.com$/;
const hostOf = ({ method, url: to }) => (method === 'CONNECT' ? to.split(':')[0] : new URL(to).hostname);
/** A name that would be found in whatever gave a file away. */
const SECRET = 'reactor-wall-sample-17';
const secret = vamas({ sample: SECRET });
const site = process.env.SPECLENS_SITE;
const withoutSite = site ? false : 'SPECLENS_SITE names no site: `cargo xtask test` makes one';

/**
 * Files of these addresses alone were asked for, and nothing was sent.
 * @param {{ method: string, url: string, bytes: number }[]} sent
 * @param {string[]} addresses that may be asked
 * @param {string[]} [queries] that may stand behind them
 */
function assertNothingLeaves(sent, addresses, queries = []) {
  const ofPages = sent.filter((one) => !BROWSERS_OWN.test(hostOf(one)));
  assert.ok(ofPages.length > 0);
  for (const { method, url: address, bytes } of ofPages) {
    assert.ok(addresses.some((begin) => address.startsWith(begin)), `${method} ${address}: not of the site`);
    assert.equal(method, 'GET', address);
    assert.equal(bytes, 0, `${address}: a body`);
    assert.ok(!address.includes(SECRET), address);
    const query = new URL(address).search;
    assert.ok(['', ...queries].includes(query), `${address}: ${query}`);
  }
}

test('a visit, a batch and a frame fetch files of the site, and send nothing', { skip: once }, async () => {
  const context = await browser.newContext({ acceptDownloads: true });
  const page = await SpeclensPage.open(await context.newPage(), `${url}?engine=cpu`);
  await page.drop(`${SECRET}.vms`, secret);
  const [first] = await page.elements();
  await page.choose(first.symbol);
  const report = page.page.waitForEvent('download', { timeout: 120_000 });
  await page.page.getByRole('button', { name: 'Report (HTML)' }).click();
  await report;
  const batch = new BatchPage(page);
  await batch.add([1, 2, 3].map((i) => ({ name: `${SECRET}-${i}.vms`, mimeType: 'text/plain', buffer: Buffer.from(secret) })));
  await batch.done(3);
  await batch.saved(() => page.page.locator('[data-batch-save="zip"]').click());

  const frame = await context.newPage();
  await frame.goto(`${url}embed.html?src=www/examples/ito.vms`);
  await frame.getByText('at%').first().waitFor({ timeout: 120_000 });

  assert.ok(proxy.sent.some((one) => one.url.endsWith('weights.safetensors')), 'workers go through it, too');
  assert.ok(proxy.sent.some((one) => one.url.includes('embed.html')));
  assertNothingLeaves(proxy.sent, [url], ['?engine=cpu', '?src=www/examples/ito.vms']);
  await context.close();
});

test('a viewer in a foreign page asks for the file of that page, and sends nothing', { skip: once }, async () => {
  const sites = await twoSites();
  const context = await browser.newContext();
  try {
    const before = proxy.sent.length;
    sites.pages['/sample.vms'] = secret;
    sites.pages['/page.html'] = pageWith(`<speclens-viewer src="sample.vms"></speclens-viewer><script type="module" src="${sites.speclens.url}www/embed/speclens-viewer.js"></script>`);
    const opened = await context.newPage();
    await opened.goto(`${sites.host.url}page.html`);
    assert.ok((await new Viewer(opened, 'speclens-viewer').elements()).length > 0);
    const sent = proxy.sent.slice(before);
    assertNothingLeaves(sent, [sites.host.url, sites.speclens.url]);
    const ofHost = sent.filter((one) => one.url.startsWith(sites.host.url)).map((one) => new URL(one.url).pathname);
    assert.deepEqual(ofHost.filter((path) => path !== '/favicon.ico').sort(), ['/page.html', '/sample.vms']);
  } finally {
    await context.close();
    await sites.close();
  }
});

test('an installed site asks for its own files alone, and answers without a network', { skip: once || withoutSite }, async () => {
  const server = await new SiteServer(site).start();
  const context = await browser.newContext({ serviceWorkers: 'allow' });
  try {
    const before = proxy.sent.length;
    const page = await SpeclensPage.open(await context.newPage(), `${server.url}?engine=cpu`);
    await page.page.locator('html[data-offline="all"]').waitFor({ state: 'attached', timeout: 120_000 });
    await page.drop(`${SECRET}.vms`, secret);
    assert.ok((await page.elements()).length > 0);
    assertNothingLeaves(proxy.sent.slice(before), [server.url], ['?engine=cpu']);
    await context.setOffline(true);
    const installed = proxy.sent.length;
    await page.page.reload();
    await page.page.locator('html[data-ready="true"][data-engine-settled="true"]').waitFor({ state: 'attached', timeout: 120_000 });
    await page.drop(`${SECRET}.vms`, secret);
    assert.ok((await page.elements()).length > 0);
    // The browser looks for a new version by itself, whatever the page does; that too is asked of the site alone.
    const asked = proxy.sent.slice(installed).filter((one) => !BROWSERS_OWN.test(hostOf(one))).map((one) => one.url);
    assert.deepEqual(asked.filter((address) => !address.startsWith(server.url)), []);
  } finally {
    await context.close();
    await server.stop();
  }
});

test('what a page tries to send elsewhere would be written down', { skip: once }, async () => {
  const page = await (await browser.newContext()).newPage();
  const before = proxy.sent.length;
  await page.goto('http://example.invalid/?x=1').catch(() => {});
  assert.ok(proxy.sent.slice(before).some((one) => one.url === 'http://example.invalid/?x=1'));
});
