// embed.html in a frame with sandbox="allow-scripts" alone: what it shows, and to whom it talks.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { faultsOf } from '../axe.mjs';
import { launchFirefox, withoutFirefox } from '../firefox.mjs';
import { launch, url } from '../launch.mjs';
import { SiteServer } from '../site-server.mjs';
import { vamas } from '../vamas.mjs';
import { PATIENCE, Viewer, page, snippets, twoSites, visit } from '../viewer.mjs';
import { once } from './helpers.mjs';

const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(readFileSync(new URL('../../../embed.html', import.meta.url), 'utf8'))[1];

const browsers = {};
let sites;
/** Made up at the place of Speclens. */
const speclensPages = { '/secret.vms': vamas({}) };
before(async () => {
  if (once) return;
  sites = await twoSites(speclensPages);
  browsers.Chromium = await launch();
  if (!withoutFirefox) browsers.Firefox = await launchFirefox();
});
after(async () => {
  for (const browser of Object.values(browsers)) await browser.close();
  await sites?.close();
});

/** A page that keeps the ports it is given and what comes through them. */
const LISTENING = `<script>
  window.greeted = [];
  window.got = [];
  addEventListener('message', (event) => {
    window.greeted.push({ ...event.data, ports: event.ports.length, origin: event.origin, own: event.source === document.querySelector('iframe').contentWindow });
    window.port = event.ports[0];
    window.port.onmessage = ({ data }) => window.got.push(data);
  });
</script>`;

/** A frame of the host's, with these parameters. */
async function open(query, { browser = 'Chromium', sandbox = 'allow-scripts', speclens = sites.speclens.url, options } = {}) {
  sites.pages['/page.html'] = page(`${LISTENING}<iframe title="A survey" width="700" height="700" sandbox="${sandbox}" src="${speclens}embed.html?${query.replaceAll('HOST', sites.host.origin)}"></iframe>`);
  const opened = await visit(browsers[browser], `${sites.host.url}page.html`, options);
  const frame = await (await opened.page.locator('iframe').elementHandle()).contentFrame();
  return { ...opened, frame, viewer: new Viewer(frame) };
}

const got = (opened, type) => opened.page.waitForFunction((of) => window.got.find((m) => m.type === of), type, { timeout: PATIENCE }).then((handle) => handle.jsonValue());

for (const browser of ['Chromium', 'Firefox']) {
  test(`${browser}: without an origin a frame shows its spectrum and tells its host alone`, { skip: once || (browser === 'Firefox' && withoutFirefox) }, async () => {
    const opened = await open('src=www/examples/gold.vms&element=Au&host=HOST', { browser });
    assert.ok((await opened.viewer.linesOf('Au')).length > 1);
    assert.equal(await opened.frame.evaluate(() => self.origin), 'null');
    assert.equal(await opened.frame.evaluate(() => {
      try {
        return String(localStorage);
      } catch (error) {
        return error.name;
      }
    }), 'SecurityError', 'there is no storage');
    const answer = await got(opened, 'speclens:answer');
    assert.deepEqual([answer.file, answer.analysis.elements[0].symbol], ['gold.vms', 'Au']);
    assert.equal((await got(opened, 'speclens:lines')).table.element, 'Au');
    await opened.page.waitForFunction(() => window.got.some((m) => m.type === 'speclens:height' && m.css_px > 300));
    assert.deepEqual(await opened.page.evaluate(() => window.greeted), [{ type: 'speclens:ready', version: 1, ports: 1, origin: 'null', own: true }]);
    // The page hands over a spectrum of its own, and chooses.
    await opened.page.evaluate((text) => {
      window.got.length = 0;
      window.port.postMessage({ type: 'speclens:open', name: 'mine.vms', bytes: new TextEncoder().encode(text).buffer });
      window.port.postMessage({ type: 'speclens:set', element: 'Ag', theme: 'dark' });
    }, vamas({}));
    assert.equal((await got(opened, 'speclens:answer')).file, 'mine.vms');
    assert.ok((await opened.viewer.linesOf('Ag')).includes('Ag 3d'));
    await opened.page.evaluate(() => window.port.postMessage({ type: 'speclens:set', onload: 'x' }));
    const error = await got(opened, 'speclens:error');
    assert.deepEqual([error.code, error.message], ['message', 'A message of the host is not understood: nothing can be set by “onload”']);
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });
}

test('a host that is not named is told nothing; one that is none is refused in words', { skip: once }, async () => {
  for (const host of ['', `&host=${sites.speclens.origin}`]) {
    const opened = await open(`src=www/examples/gold.vms${host}`);
    await opened.viewer.elements();
    // What the page says itself comes after what the frame could have said before.
    await opened.frame.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.deepEqual(await opened.page.evaluate(() => new Promise((done) => setTimeout(() => done(window.greeted)))), []);
    await opened.close();
  }
  // Not sandboxed, a frame could tell what its own site alone may read.
  const own = await open(`src=www/examples/gold.vms&host=HOST`, { sandbox: 'allow-scripts allow-same-origin' });
  await own.viewer.elements();
  await own.frame.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.deepEqual(await own.page.evaluate(() => new Promise((done) => setTimeout(() => done(window.greeted)))), []);
  await own.close();
  for (const host of ['*', 'null']) {
    const opened = await open(`src=www/examples/gold.vms&host=${host}`);
    const alert = opened.frame.locator('[role=alert]');
    await alert.waitFor();
    assert.equal(await alert.innerText(), `host="${host}": expected an origin, such as https://wiki.example`);
    assert.deepEqual(await opened.page.evaluate(() => window.greeted), []);
    await opened.close();
  }
});

test('no message has * as its target', () => {
  const folder = new URL('../../../www/embed/', import.meta.url);
  const posted = ['frame.js', 'hosts.js', 'speclens-viewer.js'].map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  assert.equal(posted.match(/host\.postMessage\(ready, origin, /g)?.length, 1);
  assert.equal(posted.match(/postMessage\(/g).length, 2, 'one to a window, one through a port');
  assert.doesNotMatch(readFileSync(new URL('../../../docs/embedding.md', import.meta.url), 'utf8'), /postMessage\([^)]*['"]\*['"]/);
});

test('a sandboxed frame fetches from the place of embed.html what that lets everybody read, and from nowhere else', { skip: once }, async () => {
  const closed = await open('src=secret.vms&host=HOST');
  assert.match(await closed.viewer.problem(), /secret\.vms could not be fetched\. In a sandboxed frame its server must send/);
  assert.equal((await got(closed, 'speclens:error')).code, 'not_fetched');
  await closed.close();
  const other = await open('src=HOST/gold.vms&host=HOST');
  assert.match(await other.viewer.problem(), /is not fetched/);
  assert.equal((await got(other, 'speclens:error')).code, 'src_not_allowed');
  await other.close();
  const own = await open('src=secret.vms', { sandbox: 'allow-scripts allow-same-origin' });
  assert.equal((await own.viewer.elements())[0].symbol, 'Ag', 'with its origin it reads its own');
  await own.close();
});

test('what cannot be loaded is said; the next try may succeed', { skip: once }, async () => {
  const closed = await new SiteServer().start();
  const unshared = await open('src=www/examples/gold.vms', { speclens: closed.url });
  await unshared.frame.getByText('its server does not let a sandboxed frame load it').waitFor();
  await unshared.close();
  await closed.stop();
  speclensPages['/model_weights/al-ka/weights.safetensors'] = { status: 404 };
  const opened = await open('src=www/examples/gold.vms&host=HOST');
  assert.match(await opened.viewer.problem(), /al-ka\/weights\.safetensors: the server answered 404/);
  assert.equal((await got(opened, 'speclens:error')).code, 'not_started');
  delete speclensPages['/model_weights/al-ka/weights.safetensors'];
  await opened.page.evaluate(() => window.port.postMessage({ type: 'speclens:set', src: 'www/examples/ito.vms' }));
  assert.ok((await opened.viewer.elements()).some((e) => e.symbol === 'In'));
  await opened.close();
});

test('the page of embed.html asks only its own place, and keeps its policy', { skip: once }, async () => {
  const opened = await visit(browsers.Chromium, `${sites.speclens.url}embed.html?src=www/examples/gold.vms&element=Au`);
  const asked = [];
  opened.page.on('request', (request) => asked.push(request.url()));
  await opened.page.reload();
  await new Viewer(opened.page).linesOf('Au');
  assert.ok(asked.length > 10 && asked.every((address) => address.startsWith(sites.speclens.url) || address.startsWith('data:,')), asked.join('\n'));
  assert.deepEqual(await faultsOf(opened.page), []);
  assert.deepEqual(opened.errors, []);
  for (const part of ["default-src 'none'", "connect-src 'self'", "worker-src 'self' blob:", "base-uri 'none'", "form-action 'none'"]) assert.ok(policy.split('; ').includes(part), part);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
  await opened.close();
});

for (const which of ['<iframe', '<div id="survey">']) {
  test(`the snippet ${which} of the document, as it stands`, { skip: once }, async () => {
    const [snippet] = snippets('html', { speclens: sites.speclens.origin }).filter((s) => s.startsWith(which));
    sites.pages['/snippet.html'] = page(snippet);
    const opened = await visit(browsers.Chromium, `${sites.host.url}snippet.html`);
    const handle = await opened.page.locator('iframe').elementHandle();
    assert.equal(await handle.getAttribute('sandbox'), 'allow-scripts');
    const viewer = new Viewer(await handle.contentFrame());
    assert.ok((await viewer.linesOf(which === '<iframe' ? 'Au' : 'C')).length > 0);
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });
}

test('the program\'s own server lets a sandboxed frame work', { skip: once }, async (t) => {
  const sent = await fetch(`${url}embed.html`);
  if (!sent.headers.has('content-security-policy')) return t.skip('this page is not served by speclens');
  assert.equal(sent.headers.get('content-security-policy'), policy);
  const opened = await open('src=www/examples/gold.vms&element=Au&host=HOST', { speclens: url });
  assert.ok((await opened.viewer.linesOf('Au')).length > 1);
  assert.deepEqual(opened.errors, []);
  await opened.close();
  return undefined;
});
