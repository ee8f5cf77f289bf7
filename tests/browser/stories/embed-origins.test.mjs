// From where a viewer fetches: its page's own origin, and those that the page's policy names. And the
// values that are read without a document.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { launch } from '../launch.mjs';
import { SiteServer } from '../site-server.mjs';
import { Viewer, page, snippets, twoSites, visit } from '../viewer.mjs';
import { once } from './helpers.mjs';

const root = new URL('../../../', import.meta.url);
const gold = readFileSync(new URL('www/examples/gold.vms', root));

let browser;
let sites;
let data;
before(async () => {
  if (once) return;
  browser = await launch();
  sites = await twoSites();
  data = await new SiteServer(undefined, { pages: {
    '/open.vms': { body: gold, headers: { 'Access-Control-Allow-Origin': '*' } },
    '/closed.vms': gold,
  } }).start();
  sites.pages['/away.vms'] = { status: 302, headers: { Location: `${data.url}open.vms` } };
  sites.pages['/near.vms'] = { status: 302, headers: { Location: '/gold.vms' } };
  sites.pages['/gold.vms'] = gold;
});
after(async () => {
  await browser?.close();
  await sites?.close();
  await data?.stop();
});

/** A viewer in a page of the host with this policy: in a meta tag, or as a header. */
async function open(src, { meta, header } = {}) {
  const head = meta ? `<meta http-equiv="Content-Security-Policy" content="${meta}">` : '';
  const headers = header ? { 'Content-Security-Policy': header } : {};
  const body = `<speclens-viewer src="${src}"></speclens-viewer><script type="module" src="${sites.speclens.url}www/embed/speclens-viewer.js"></script>`;
  sites.pages['/page.html'] = { body: page(body, head), headers };
  data.sent.length = 0;
  const opened = await visit(browser, `${sites.host.url}page.html`);
  return { ...opened, viewer: new Viewer(opened.page) };
}

test('another origin is not asked, and no redirect leads there', { skip: once }, async () => {
  const there = await open(`${data.url}open.vms`);
  assert.match(await there.viewer.problem(), new RegExp(`A spectrum from ${data.origin} is not fetched: this page is of ${sites.host.origin}`));
  assert.deepEqual(data.sent, []);
  await there.close();
  const away = await open('away.vms');
  assert.match(await away.viewer.problem(), /away\.vms could not be fetched/);
  assert.deepEqual(data.sent, []);
  await away.close();
  const near = await open('near.vms');
  assert.equal((await near.viewer.elements())[0].symbol, 'Au', 'a redirect within the origin is followed');
  await near.close();
  for (const src of ['data:text/plain,1', 'javascript:1', 'file:///etc/hostname']) {
    const other = await open(src);
    assert.match(await other.viewer.problem(), /is not fetched/);
    await other.close();
  }
});

test('an origin that a meta policy names is asked; it must allow that too', { skip: once }, async () => {
  const [meta] = snippets('html', { speclens: sites.speclens.origin, data: data.origin }).filter((s) => s.startsWith('<meta'));
  const [, policy] = /content="([^"]+)"/.exec(meta);
  const there = await open(`${data.url}open.vms`, { meta: policy });
  assert.equal((await there.viewer.elements())[0].symbol, 'Au');
  assert.deepEqual(there.errors, []);
  await there.close();
  const closed = await open(`${data.url}closed.vms`, { meta: policy });
  assert.match(await closed.viewer.problem(), /closed\.vms could not be fetched/);
  await closed.close();
});

test('a policy that is a header alone counts as far as it forbids, and that is said', { skip: once }, async () => {
  const strict = snippets('text', { speclens: sites.speclens.origin }).find((s) => s.startsWith('script-src')).trim();
  const page = await open('gold.vms', { header: `default-src 'none'; img-src data:; ${strict}` });
  assert.equal((await page.viewer.elements())[0].symbol, 'Au', 'the policy of the document is enough');
  assert.deepEqual(page.errors, []);
  await page.close();
  const without = await open('gold.vms', { header: `default-src 'none'; img-src data:; ${strict.replace("connect-src 'self'", 'connect-src')}` });
  assert.match(await without.viewer.problem(), new RegExp(`The Content-Security-Policy of this page does not let anything be fetched from ${sites.host.origin}`));
  await without.close();
});

test('origins, addresses and messages are read strictly', async () => {
  const { exactOrigin, isAllowed, namedIn, ownOrigin } = await import(new URL('www/embed/origins.js', root));
  for (const [text, origin] of [['https://a.example', 'https://a.example'], ['HTTPS://A.example:443/', 'https://a.example'], ['http://[::1]:8000', 'http://[::1]:8000'],
    ['*', null], ['https:', null], ['https://*.example', null], ['null', null], ['https://a.example/x', null], ['https://u@a.example', null], ['a.example', null], ['file://x', null], ['https://a.example\\@b', null]]) {
    assert.equal(exactOrigin(text), origin, text);
  }
  assert.deepEqual(namedIn("default-src https://x.example; Connect-Src 'self' https: * https://a.example https://b.example:8443"), ['https://a.example', 'https://b.example:8443']);
  assert.deepEqual(namedIn('connect-src https://first.example; connect-src https://second.example'), ['https://first.example'], 'the first counts');
  const sandboxed = { self: 'null', address: 'https://speclens.example/embed.html', policies: [] };
  assert.equal(ownOrigin(sandboxed), 'https://speclens.example');
  assert.ok(isAllowed(new URL('https://speclens.example/a.vms'), sandboxed));
  assert.ok(!isAllowed(new URL('data:,'), { ...sandboxed, address: 'about:srcdoc' }), 'no origin is not the same as no origin');

  const { readAddress } = await import(new URL('www/embed/address.js', root));
  const read = readAddress(new URLSearchParams('src=a.vms&element=Fe&host=https://a.example&host=https://a.example/&other=1'));
  assert.deepEqual([[...read.attributes], read.hosts], [[['src', 'a.vms'], ['element', 'Fe']], ['https://a.example']]);
  for (const host of ['*', 'null', 'a.example', '']) assert.throws(() => readAddress(new URLSearchParams({ host })), { code: 'attribute' }, host);

  const { readMessage } = await import(new URL('www/embed/messages.js', root));
  const attributes = ['src', 'photon-energy'];
  assert.deepEqual([...readMessage({ type: 'speclens:set', photon_energy: 1486.6, src: null }, attributes).set], [['photon-energy', '1486.6'], ['src', null]]);
  assert.equal(readMessage({ type: 'speclens:open', name: 'a.vms', bytes: new ArrayBuffer(1) }, attributes).open.name, 'a.vms');
  for (const wrong of [null, 'speclens:set', {}, { type: 'set' }, { type: 'speclens:set', onclick: 'x' }, { type: 'speclens:set', src: {} }, { type: 'speclens:open', name: 'a' }, { type: 'speclens:open', name: '', bytes: new ArrayBuffer(1) }]) {
    assert.throws(() => readMessage(wrong, attributes), { code: 'message' }, JSON.stringify(wrong));
  }
});
