// For everyone: what axe finds, the keyboard alone, fingers, forced colours, reduced motion, sizes of screens, paper.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { faultsOf } from '../axe.mjs';
import { webgpu } from '../launch.mjs';
import { SILVER, survey, vamas } from '../vamas.mjs';
import { visits } from './helpers.mjs';

const open = visits();
const visit = (options) => open('?engine=cpu', options);
// Nothing here differs by the engine: once is enough.
const skip = webgpu ? 'told by the run without WebGPU' : false;

const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

const measured = fileURLToPath(new URL('../../../../shared/measured/surveys/specs_au_ag_cu_vacuum_and_he.vms', import.meta.url));
/** A measured file where there is one. */
const real = existsSync(measured) ? readFileSync(measured) : vamas({});
/** Columns without names: the page must ask what they are. */
const nameless = survey(0, 1200, 1, SILVER).map((count, i) => `${i}\t${count}`).join('\n');

/** A file with an element chosen, its FIS there, all folds open and filled. */
async function everythingOpen(page) {
  const { page: p } = page;
  await page.drop('silver.vms', real);
  assert.equal(await page.problem(), '');
  await p.locator('html[data-fit="done"]').waitFor({ state: 'attached', timeout: 120_000 });
  const [{ symbol }] = await page.elements();
  await page.choose(symbol);
  await page.fisOf(symbol);
  await p.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
  });
  await p.locator('#facts-list dt').first().waitFor();
  await p.locator('#peaks-from').fill('355');
  await p.locator('#peaks-to').fill('385');
  await p.locator('#peaks-suggest').click();
  await p.locator('#peak-table tbody tr').first().waitFor();
  await p.locator('#peaks-form [type="submit"]').click();
  await p.locator('#peaks-status').filter({ hasText: /^Fitted/ }).waitFor({ timeout: 60_000 });
  await p.locator('#periodic-table button[data-symbol="Ag"]').click();
  await p.locator('#periodic-element').filter({ hasText: 'Ag, class' }).waitFor();
}

/** The states of the page, each reached from the one before. */
const STATES = {
  'a first visit': async ({ page: p }) => {
    // Until nothing moves any more.
    await p.locator('html[data-fit="done"]').waitFor({ state: 'attached', timeout: 120_000 });
    await p.locator('html:not([data-reasons="under way"])').waitFor({ state: 'attached', timeout: 240_000 });
  },
  'a file with all folds open': everythingOpen,
  'an element left out, the columns to choose, a term explained': async (page) => {
    const { page: p } = page;
    await p.getByRole('button', { name: /^Leave \w+ out$/ }).click();
    await page.idle();
    await p.locator('#constraints button').waitFor();
    await p.locator('#columns').click();
    await p.locator('.help:visible').first().click();
    await p.locator('.help-note:popover-open').waitFor();
  },
  'an error': async (page) => {
    await page.page.keyboard.press('Escape');
    await page.drop('nothing.txt', 'no spectrum at all');
    assert.notEqual(await page.problem(), '');
  },
  'a file without a survey': async (page) => {
    await page.drop('regions.vms', vamas(...Array.from({ length: 30 }, (_, i) => ({ name: `Region ${i}`, technique: 'UPS', lo: 0, hi: 20 }))));
    assert.notEqual(await page.problem(), '');
    await page.page.locator('#problem-file').evaluate((fold) => { fold.open = true; });
    assert.ok(await page.page.locator('#problem-blocks').isVisible());
  },
  'a refusal': async (page) => {
    await page.drop('region.vms', vamas({ name: 'Ag 3d', lo: 300, hi: 420 }));
    assert.notEqual(await page.refusal(), '');
  },
  'a question': async (page) => {
    await page.drop('nameless.txt', nameless);
    await page.question();
  },
  'what leaves this computer': async ({ page: p }) => {
    await p.locator('#question-cancel').click();
    await p.locator('#privacy-open').click();
    await p.locator('#privacy-files li').first().waitFor();
    await p.evaluate(() => {
      for (const fold of document.querySelectorAll('#privacy details')) fold.open = true;
    });
  },
};

for (const [device, options] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing: ${device}, ${colorScheme}`, { skip }, async () => {
      // Without transitions: a colour on its way to another is not judged.
      const page = await visit({ ...options, colorScheme, reducedMotion: 'reduce' });
      const found = {};
      for (const [state, reach] of Object.entries(STATES)) {
        await reach(page);
        found[state] = await faultsOf(page.page);
      }
      assert.deepEqual(found, Object.fromEntries(Object.keys(STATES).map((state) => [state, []])));
      assert.deepEqual(page.violations, []);
    });
  }
}

/** Presses Tab until the focus is on what `selector` names; every stop on the way must show that it has the focus. */
async function tabTo(p, selector) {
  for (let presses = 0; presses < 250; presses++) {
    await p.keyboard.press('Tab');
    const stop = await p.evaluate((wanted) => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      // What is hidden from sight shows it on its label.
      const shows = [at, ...(at.labels ?? [])].some((e) => getComputedStyle(e).outlineStyle !== 'none');
      return { name: at.outerHTML.slice(0, 120), shows, there: at.matches(wanted) };
    }, selector);
    if (!stop) continue; // beyond the last one: around once more
    assert.ok(stop.shows, `the focus is not seen on ${stop.name}`);
    if (stop.there) return;
  }
  assert.fail(`no Tab leads to ${selector}`);
}

test('the main path by the keyboard alone', { skip }, async () => {
  const page = await visit(DESKTOP);
  const { page: p } = page;
  const before = await page.answered();
  await tabTo(p, '#example');
  await p.keyboard.press('ArrowDown');
  await p.waitForFunction((file) => document.querySelector('#composition').dataset.file !== file, before.file);
  await page.idle();

  await tabTo(p, '#figure');
  await p.keyboard.press('ArrowRight');
  const readout = p.locator('#readout');
  await readout.filter({ hasText: /eV/ }).waitFor();
  const first = await readout.innerText();
  await p.keyboard.press('ArrowRight');
  await p.waitForFunction((text) => document.querySelector('#readout').innerText !== text, first);

  await tabTo(p, '#composition tbody button');
  const symbol = await p.evaluate(() => document.activeElement.closest('tr').dataset.symbol);
  await p.keyboard.press('Enter');
  await page.fisOf(symbol);

  for (const fold of ['#opinion', '#synthesis', '#periodic']) {
    await tabTo(p, `${fold} > summary`);
    await p.keyboard.press('Enter');
    assert.ok(await p.locator(fold).evaluate((f) => f.open), `${fold} is open`);
  }
  await tabTo(p, '#periodic-table button');
  await p.keyboard.press('Enter');
  await p.locator('#periodic-element').filter({ hasText: /class/ }).waitFor();
  assert.deepEqual(page.errors, []);
});

/** What is too small for a finger, with its size. */
const small = (p) => p.evaluate(() => {
  const inSentence = (e) => e.matches('a') && [...e.parentElement.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && /\p{L}/u.test(n.textContent));
  return [...document.querySelectorAll('button, input, select, summary, a[href], label.button, [role="button"]')]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.visually-hidden') && !inSentence(e))
    // A finger may hit the label.
    .map((e) => (e.matches('[type="radio"], [type="checkbox"]') && e.closest('label')) || e)
    .map((e) => ({ e, box: e.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && (box.width < 43.9 || box.height < 43.9))
    .map(({ e, box }) => `${box.width.toFixed(1)} × ${box.height.toFixed(1)}: ${e.outerHTML.slice(0, 110)}`);
});

test('everything that a finger is to hit is 44 pixels large', { skip }, async () => {
  const page = await visit(PHONE);
  for (const [state, reach] of Object.entries(STATES)) {
    await reach(page);
    assert.ok(await page.page.locator('button:visible').count() > 0);
    assert.deepEqual(await small(page.page), [], state);
  }
});

/** The colours that fill an element as it is seen, each with its share; and that of its corner. */
async function coloursOf(locator) {
  await locator.scrollIntoViewIfNeeded();
  const png = await locator.screenshot();
  return locator.page().evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    const counts = {};
    for (let i = 0; i < data.length; i += 4) {
      const colour = data.slice(i, i + 3).join();
      counts[colour] = (counts[colour] ?? 0) + 4 / data.length;
    }
    return { ...counts, corner: data.slice(0, 3).join() };
  }, png.toString('base64'));
}

/** The colour that fills most of an element. */
const ground = async (locator) => Object.entries(await coloursOf(locator)).filter(([colour]) => colour !== 'corner').sort((a, b) => b[1] - a[1])[0][0];

for (const colorScheme of ['light', 'dark']) {
  test(`forced colours hide nothing: ${colorScheme}`, { skip }, async () => {
    const page = await visit(DESKTOP);
    const { page: p } = page;
    await p.emulateMedia({ forcedColors: 'active', colorScheme });
    await everythingOpen(page);
    const paper = await ground(p.locator('#composition-title'));
    for (const what of ['#composition tbody .bar', '.whisker', '#lines .bar', '.swatch.positive', '.swatch.negative', '#periodic-legend .class', '.pick[aria-pressed="true"]']) {
      const colours = await coloursOf(p.locator(what).first());
      assert.ok((colours[paper] ?? 0) < 0.9, `${what} is not seen: ${JSON.stringify(colours)}`);
    }
    const classes = await Promise.all(['I', 'II', 'IV'].map((c) => ground(p.locator(`#periodic-table button[data-class="${c}"]`).first())));
    assert.equal(new Set([paper, ...classes]).size, 4, `classes are told apart: ${classes} on ${paper}`);
    assert.equal((await coloursOf(p.locator('#plot'))).corner, paper, 'the figure is drawn on the same ground');
  });
}

test('nothing moves for those who asked for less of it', { skip }, async () => {
  const page = await visit({ ...DESKTOP, reducedMotion: 'reduce' });
  await everythingOpen(page);
  const moving = () => page.page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(e);
    return /[1-9]/.test(transitionDuration) || animationName !== 'none' || scrollBehavior === 'smooth';
  }).map((e) => e.outerHTML.slice(0, 80)));
  assert.deepEqual(await moving(), []);
  await page.page.emulateMedia({ reducedMotion: 'no-preference' });
  assert.notDeepEqual(await moving(), [], 'for others something does: this test can fail');
});

const SCREENS = {
  touched: [[320, 640], [360, 740], [768, 1024]],
  'with a mouse': [[1440, 900], [2560, 1440], [3840, 2160]],
};

for (const [how, sizes] of Object.entries(SCREENS)) {
  test(`screens of ${sizes.map(([width]) => width).join(', ')} pixels, ${how}, are used, and the page does not scroll sideways`, { skip }, async () => {
    const page = await visit({ viewport: { width: sizes[0][0], height: sizes[0][1] }, hasTouch: how === 'touched' });
    const { page: p } = page;
    await everythingOpen(page);
    for (const [width, height] of sizes) {
      await p.setViewportSize({ width, height });
      const { scroll, used, tall } = await p.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        used: document.querySelector('main').getBoundingClientRect().width,
        tall: document.querySelector('#figure').getBoundingClientRect().height,
      }));
      assert.ok(scroll <= width, `${scroll} wide on ${width}`);
      assert.ok(used > 0.75 * width, `${used} of ${width} pixels are used`);
      assert.ok(tall > 0.33 * height, `the figure is ${tall} of ${height} pixels tall`);
    }
  });
}

test('on paper: light, without controls, the whole of the file', { skip }, async () => {
  const page = await visit({ ...DESKTOP, colorScheme: 'dark' });
  await everythingOpen(page);
  const { page: p } = page;
  assert.notEqual(await p.evaluate(() => getComputedStyle(document.querySelector('.pane')).backgroundColor), 'rgb(255, 255, 255)', 'dark on screen');
  await p.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await p.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.equal(await p.evaluate(() => getComputedStyle(document.querySelector('.pane')).backgroundColor), 'rgb(255, 255, 255)');
  const { corner, '255,255,255': white } = await coloursOf(p.locator('#figure'));
  assert.equal(corner, '255,255,255', 'the figure, too');
  const inked = 1 - white;
  assert.ok(inked > 0.02 && inked < 0.9, `the figure is drawn: ${inked}`);
  const left = await p.locator('#file, label.button, select, #figure-options, .zoom, #nearby, #save, #saving, #leave-out, #fis-save, #columns').evaluateAll((all) => all.filter((e) => e.checkVisibility() && !e.closest('.visually-hidden') && !e.closest('#peaks-form')).map((e) => e.outerHTML.slice(0, 80)));
  assert.deepEqual(left, []);
  for (const kept of ['#figure', '#composition', '#lines', '#areas', '#refined', '#peak-table', '#periodic-table', '#facts-list']) {
    assert.ok(await p.locator(kept).isVisible(), `${kept} is printed`);
  }
  assert.ok((await p.pdf({ format: 'A4' })).length > 10_000);
  await p.emulateMedia({ media: 'screen', colorScheme: 'dark' });
  await p.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  assert.equal(await p.locator('.paper').count(), 0, 'gone again');
  assert.ok(await p.locator('#plot').isVisible());
});
