// <speclens-viewer> in pages of another origin: what it shows, tells and refuses.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { faultsOf } from '../axe.mjs';
import { analyse } from '../binary.mjs';
import { launchFirefox, withoutFirefox } from '../firefox.mjs';
import { launch } from '../launch.mjs';
import { SILVER, survey, vamas } from '../vamas.mjs';
import { PATIENCE, Viewer, page, snippets, twoSites, visit } from '../viewer.mjs';
import { assertSameNumbers, once } from './helpers.mjs';

// Nothing here differs by the engine: viewers answer on the CPU.
const gold = readFileSync(new URL('../../../www/examples/gold.vms', import.meta.url));
/** Columns without names: what they are is not said. */
const nameless = survey(0, 1200, 1, SILVER).map((count, i) => `${i}\t${count}`).join('\n');

let browser;
let firefox;
let sites;
before(async () => {
  if (once) return;
  browser = await launch();
  if (!withoutFirefox) firefox = await launchFirefox();
  sites = await twoSites();
  Object.assign(sites.pages, {
    '/gold.vms': gold,
    '/silver.vms': vamas({}),
    '/two.vms': vamas({}, { name: 'Ag 3d', lo: 300, hi: 420 }),
    '/nameless.txt': nameless,
    '/nothing.txt': 'no spectrum at all',
  });
});
after(async () => {
  await browser?.close();
  await firefox?.close();
  await sites?.close();
});

const script = () => `<script type="module" src="${sites.speclens.url}www/embed/speclens-viewer.js"></script>`;
const told = (opened, type) => opened.page.evaluate((of) => window.told.filter((t) => t.type === of), type);

/** Opens a page of the host with this body; the first viewer in it. */
async function open(body, { options, of = browser } = {}) {
  sites.pages['/page.html'] = page(body + script());
  const opened = await visit(of, `${sites.host.url}page.html`, options);
  return { ...opened, viewer: new Viewer(opened.page, 'speclens-viewer >> nth=0') };
}

for (const name of ['Chromium', 'Firefox']) {
  test(`${name}: a file of the page is answered as by the program; an element shows its lines; the page is told`, { skip: once || (name === 'Firefox' && withoutFirefox) }, async () => {
    const opened = await open('<speclens-viewer src="silver.vms" element="Ag"></speclens-viewer>', { of: name === 'Firefox' ? firefox : browser });
    const { viewer } = opened;
    assertSameNumbers(await viewer.elements(), analyse('silver.vms', sites.pages['/silver.vms'])[0].elements);
    assert.ok((await viewer.linesOf('Ag')).includes('Ag 3d'));
    assert.match((await viewer.figure()).labels, /Ag 3d/);
    const types = await opened.page.evaluate(() => window.told.map((t) => t.type));
    assert.deepEqual(types, ['loading', 'answer', 'element', 'lines']);
    const [answer] = await told(opened, 'answer');
    assert.deepEqual([answer.file, answer.block, answer.analysis.elements[0].symbol], ['silver.vms', 1, 'Ag']);
    assert.deepEqual(await viewer.root.evaluate((v) => v.answer.analysis), answer.analysis);
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });
}

test('by the keyboard: another element, the figure read and enlarged', { skip: once }, async () => {
  const opened = await open('<speclens-viewer src="gold.vms"></speclens-viewer>');
  const { viewer } = opened;
  await viewer.elements();
  await viewer.root.locator('tr[data-symbol="Au"] button').press('Enter');
  assert.ok((await viewer.linesOf('Au')).length > 1);
  assert.equal(await viewer.root.getAttribute('element'), 'Au');
  assert.equal(await viewer.root.locator('tr[data-symbol="Au"] button').getAttribute('aria-pressed'), 'true');
  await viewer.root.locator('tr[data-symbol="Au"] button').press('Enter');
  await viewer.root.locator('tr[data-symbol="Au"] button[aria-pressed="false"]').waitFor();
  assert.equal(await viewer.root.getAttribute('element'), null, 'once more: none is chosen');
  const whole = await viewer.figure();
  const figure = viewer.root.locator('.figure');
  await figure.press('ArrowLeft');
  await viewer.root.locator('.readout').filter({ hasText: /eV/ }).waitFor();
  await figure.press('+');
  await viewer.root.locator(`.figure:not([data-energy-left="${whole.energyLeft}"])`).waitFor();
  await viewer.root.locator('[role=status]').filter({ hasText: /^Shows/ }).waitFor({ state: 'attached' });
  assert.deepEqual(opened.errors, []);
  await opened.close();
});

test('an element that is not found is said; another block by its number; attributes in a row load once', { skip: once }, async () => {
  const opened = await open('<speclens-viewer src="two.vms" element="Fe"></speclens-viewer>');
  const { viewer } = opened;
  await viewer.elements();
  await viewer.root.getByText('Fe is not among the elements found.').waitFor();
  await viewer.root.evaluate((v) => {
    v.setAttribute('block', '2');
    v.setAttribute('source', 'al-ka');
  });
  const refusal = viewer.root.locator('[part=refusal]');
  await refusal.filter({ hasText: /^No composition: / }).waitFor();
  assert.equal(await viewer.root.locator('tr[data-symbol]').count(), 0, 'what is refused is withheld');
  const answers = await told(opened, 'answer');
  assert.deepEqual(answers.map((a) => a.block), [1, 2]);
  assert.deepEqual([answers[1].analysis.elements, typeof answers[1].analysis.refused.code], [[], 'string']);
  assert.deepEqual(opened.errors, []);
  await opened.close();
});

test('what is wrong is said in words, with a code for programs; then all is well again', { skip: once }, async () => {
  const opened = await open('<speclens-viewer src="none.vms"></speclens-viewer>');
  const { viewer } = opened;
  const wrong = [
    [{ src: 'none.vms' }, 'not_fetched', /none\.vms: the server answered 404/],
    [{ src: 'nothing.txt' }, 'not_read', /nothing\.txt/],
    [{ src: 'nameless.txt' }, 'question', /does not say .* axis and photon-energy say it/],
    [{ src: 'two.vms', block: '9' }, 'block', /two\.vms has no block 9; it has 2 blocks/],
    [{ src: 'silver.vms', block: 'first' }, 'attribute', /block="first": expected the number of a block/],
    [{ src: 'silver.vms', source: 'sun' }, 'attribute', /source="sun": expected al-ka, mg-ka/],
    [{ src: 'silver.vms', theme: 'pink' }, 'attribute', /theme="pink": expected auto, light, dark/],
    [{ src: 'silver.vms', element: 'iron' }, 'attribute', /element="iron": expected a chemical symbol/],
  ];
  for (const [attributes, code, sentence] of wrong) {
    await viewer.root.evaluate((v, wanted) => {
      window.told = [];
      for (const { name } of [...v.attributes]) v.removeAttribute(name);
      for (const [name, value] of Object.entries(wanted)) v.setAttribute(name, value);
    }, attributes);
    await opened.page.waitForFunction(() => window.told.some((t) => t.type === 'error'), null, { timeout: PATIENCE });
    assert.match(await viewer.problem(), sentence);
    assert.deepEqual((await told(opened, 'error')).map((e) => e.code), [code], JSON.stringify(attributes));
    assert.equal(await viewer.root.evaluate((v) => v.answer), null);
  }
  // Only what was wrong is changed.
  await viewer.root.evaluate((v) => v.setAttribute('element', 'Ag'));
  assert.ok((await viewer.linesOf('Ag')).length > 1);
  await viewer.root.evaluate((v) => {
    v.removeAttribute('element');
    for (const [name, value] of Object.entries({ src: 'nameless.txt', axis: 'binding', 'photon-energy': '1486.6' })) v.setAttribute(name, value);
  });
  assert.equal((await viewer.elements())[0].symbol, 'Ag');
  assert.equal(await viewer.root.locator('[part=problem]:not(:empty)').count(), 0);
  await viewer.root.evaluate((v) => {
    v.setAttribute('src', 'silver.vms');
    v.setAttribute('source', 'mg-ka');
  });
  await viewer.root.locator('[part=doubts] li').filter({ hasText: /Mg Kα/ }).waitFor(); // the file says Al Kα, and that counts
  await opened.close();
});

test('bytes that the page has; several viewers share one worker, and one that goes leaves the others', { skip: once }, async () => {
  const opened = await open('<speclens-viewer src="gold.vms"></speclens-viewer><speclens-viewer id="own"></speclens-viewer>');
  const own = new Viewer(opened.page, '#own');
  assert.match(await own.root.locator('.status').innerText(), /No spectrum is named/);
  await own.root.evaluate((v, text) => v.open(new TextEncoder().encode(text), 'mine.vms'), vamas({}));
  assert.equal((await own.elements())[0].symbol, 'Ag');
  assert.equal((await opened.viewer.elements())[0].symbol, 'Au');
  assert.equal(opened.page.workers().length, 1);
  await opened.viewer.root.evaluate((v) => v.remove());
  await own.root.evaluate((v) => v.setAttribute('element', 'Ag'));
  assert.ok((await own.linesOf('Ag')).length > 0);
  // Another place in the page: shown again.
  await own.root.evaluate((v) => document.body.prepend(v));
  assert.equal((await own.elements())[0].symbol, 'Ag');
  assert.deepEqual(opened.errors, []);
  await opened.close();
});

test('themes, and colours of the host: in the figure too', { skip: once }, async () => {
  const opened = await open('<speclens-viewer src="gold.vms" theme="dark"></speclens-viewer>', { options: { colorScheme: 'light' } });
  const { viewer } = opened;
  await viewer.elements();
  await viewer.figure();
  const redrawn = (red) => opened.page.waitForFunction((wanted) => {
    const canvas = document.querySelector('speclens-viewer').shadowRoot.querySelector('.plot');
    return canvas.getContext('2d').getImageData(1, 1, 1, 1).data[0] === wanted;
  }, red);
  assert.ok((await viewer.ground())[0] < 60, 'dark in a light page');
  await viewer.root.evaluate((v) => v.setAttribute('theme', 'auto'));
  await redrawn(255);
  await viewer.root.evaluate((v) => {
    v.style.setProperty('--speclens-ground', 'rgb(250, 240, 220)');
    v.setAttribute('theme', 'light');
  });
  await redrawn(250);
  assert.deepEqual(await viewer.ground(), [250, 240, 220]);
  assert.deepEqual(opened.errors, []);
  await opened.close();
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing: ${colorScheme}`, { skip: once }, async () => {
    const opened = await open('<speclens-viewer src="gold.vms" element="Au"></speclens-viewer>', { options: { colorScheme, viewport: { width: 390, height: 844 } } });
    const { viewer } = opened;
    await viewer.linesOf('Au');
    assert.deepEqual(await faultsOf(opened.page), []);
    await viewer.root.evaluate((v) => v.setAttribute('src', 'two.vms'));
    await viewer.root.evaluate((v) => v.setAttribute('block', '2'));
    await viewer.root.locator('[part=refusal]').waitFor();
    assert.deepEqual(await faultsOf(opened.page), []);
    await viewer.root.evaluate((v) => v.setAttribute('src', 'none.vms'));
    await viewer.problem();
    assert.deepEqual(await faultsOf(opened.page), []);
    assert.ok(await opened.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing beside the screen');
    await opened.close();
  });
}

test('the snippet for a plain page, as the document has it', { skip: once }, async () => {
  const [snippet] = snippets('html', { speclens: sites.speclens.origin }).filter((s) => s.includes('<speclens-viewer'));
  sites.pages['/plain.html'] = page(snippet);
  sites.pages['/survey.vms'] = gold;
  const opened = await visit(browser, `${sites.host.url}plain.html`);
  assert.ok((await new Viewer(opened.page).linesOf('Au')).length > 1);
  assert.deepEqual(opened.errors, []);
  await opened.close();
});
