// All that a browser sends over a whole visit, written down by a proxy between it and the network.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { BatchPage } from '../batch.mjs';
import { launch, url } from '../launch.mjs';
import { SpeclensPage } from '../page.mjs';
import { recordingProxy } from '../recording-proxy.mjs';
import { vamas } from '../vamas.mjs';
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

/** Where Chromium asks for news of itself and for accounts, whatever page is open: hosts of its maker. */
const BROWSERS_OWN = /\.(google|googleapis|gstatic)\.com$/;
const hostOf = ({ method, url: to }) => (method === 'CONNECT' ? to.split(':')[0] : new URL(to).hostname);
/** A name that would be found in whatever gave a file away. */
const SECRET = 'reactor-wall-sample-17';
const secret = vamas({ sample: SECRET });

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
  const ofPages = proxy.sent.filter((one) => !BROWSERS_OWN.test(hostOf(one)));
  for (const { method, url: address, bytes } of ofPages) {
    assert.ok(address.startsWith(url), `${method} ${address}: not of the site`);
    assert.equal(method, 'GET', address);
    assert.equal(bytes, 0, `${address}: a body`);
    assert.ok(!address.includes(SECRET), address);
    const query = new URL(address).search;
    assert.ok(['', '?engine=cpu', '?src=www/examples/ito.vms'].includes(query), `${address}: ${query}`);
  }
});

test('what a page tries to send elsewhere would be written down', { skip: once }, async () => {
  const page = await (await browser.newContext()).newPage();
  const before = proxy.sent.length;
  await page.goto('http://example.invalid/?x=1').catch(() => {});
  assert.ok(proxy.sent.slice(before).some((one) => one.url === 'http://example.invalid/?x=1'));
});
