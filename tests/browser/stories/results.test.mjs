// The table of results: amounts drawn on one axis, columns to choose, to sort by and to copy.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { vamas } from '../vamas.mjs';
import { visits } from './helpers.mjs';

const visit = visits();
const survey = fileURLToPath(new URL('../../../../shared/measured/surveys/kratos_halide_perovskite.vms', import.meta.url));
const skip = existsSync(survey) ? false : 'the measured spectra are not here (../shared/measured)';
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

/** Opens the menu and ticks one column more. */
async function show(page, name) {
  const menu = page.page.getByRole('button', { name: 'Columns', exact: true });
  if (await menu.getAttribute('aria-expanded') === 'false') await menu.click();
  await page.page.getByRole('checkbox', { name, exact: true }).check();
}

/** Heads on show, without help and marks of order. */
const heads = (page) => page.page.locator('#composition thead .sort > span:first-child').allInnerTexts();

/** What a press on the button puts on the clipboard: rows of cells. */
async function copied(page) {
  await page.page.getByRole('button', { name: 'Copy as TSV' }).press('Enter');
  await page.page.locator('#copied').filter({ hasText: 'Copied' }).waitFor();
  const text = await page.page.evaluate(() => navigator.clipboard.readText());
  assert.ok(text.endsWith('\n') && !text.includes('undefined') && !text.includes('NaN'), text);
  return text.trimEnd().split('\n').map((line) => line.split('\t'));
}

test('bars and whiskers stand for the amounts and intervals, on one axis', async () => {
  const page = await visit('?engine=cpu');
  const elements = await page.elements();
  const end = Number(await page.page.locator('#composition .axis span').last().innerText());
  const largest = Math.max(...elements.map((e) => e.interval[1]));
  assert.ok(end >= largest && end <= Math.max(2.5 * largest, 100), `the axis ends at ${end}, the intervals at ${largest}`);
  // In one step: the table may be drawn anew between finding its bars and measuring them.
  const drawn = await page.page.locator('#composition').evaluate((table) => [...table.querySelectorAll('.amount-bar')].map((place) => {
    const box = place.getBoundingClientRect();
    const [bar, whisker] = [...place.children].map((c) => c.getBoundingClientRect());
    const share = (x) => (x - box.left) / box.width;
    return { bar: share(bar.right), low: share(whisker.left), high: share(whisker.right), width: box.width };
  }));
  assert.equal(drawn.length, elements.length);
  for (const [i, { atomic_percent: percent, interval: [low, high], symbol }] of elements.entries()) {
    const wrong = [drawn[i].bar - percent / end, drawn[i].low - low / end, drawn[i].high - high / end].map(Math.abs);
    assert.ok(Math.max(...wrong) < 0.02, `${symbol}: ${JSON.stringify(drawn[i])} for ${percent}, ${low} to ${high} of ${end}`);
  }
  assert.ok(drawn[0].width >= 100, `${drawn[0].width} pixels to compare by`);
});

test('a press on a head sorts by it, another one the other way; the keyboard does the same', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', vamas({}));
  const amounts = async () => (await page.elements()).map((e) => e.atomic_percent);
  const first = await amounts();
  assert.deepEqual(first, [...first].sort((a, b) => b - a), 'the most abundant first');
  const head = (name) => page.page.locator('#composition th').filter({ has: page.page.locator('.sort', { hasText: name }) });
  assert.equal(await head(/^at%[▾▴]?$/).getAttribute('aria-sort'), 'descending');
  await page.page.locator('th[data-column="amount"] .sort').press('Enter');
  assert.deepEqual(await amounts(), [...first].reverse());
  assert.equal(await page.page.locator('th[data-column="amount"]').getAttribute('aria-sort'), 'ascending');
  assert.equal(await page.page.evaluate(() => document.activeElement.closest('th')?.dataset.column), 'amount', 'the focus stays');
  await page.page.locator('th[data-column="element"] .sort').click();
  const symbols = (await page.elements()).map((e) => e.symbol);
  assert.deepEqual(symbols, [...symbols].sort());
  assert.equal(await page.page.locator('#composition [aria-sort]').count(), 1, 'by one column');
});

test('columns that CasaXPS reports, of a measured survey, are those of the second opinion', { skip }, async () => {
  const page = await visit('?engine=cpu', CLIPBOARD);
  await page.drop('perovskite.vms', readFileSync(survey));
  await page.page.getByRole('button', { name: 'Columns', exact: true }).click();
  await page.page.getByRole('button', { name: 'As CasaXPS reports' }).click();
  assert.deepEqual(await heads(page), ['Element', 'Name', 'Position (eV)', 'FWHM (eV)', 'Raw Area (counts·eV)', 'RSF', '%At Conc']);
  await page.page.getByText('Second opinion: areas of lines').click();
  const { rows: areas, head } = await page.secondOpinion();
  const [names, ...lines] = await copied(page);
  assert.deepEqual(names, ['Element', 'Name', 'Position (eV)', 'FWHM (eV)', 'Raw Area (counts·eV)', 'RSF', '%At Conc']);
  assert.ok(lines.length >= 3);
  const shirley = head.indexOf('Scofield, Shirley (at%)');
  for (const [symbol, name, position, fwhm, area, rsf, conc] of lines) {
    const row = areas.find(([line]) => line === name);
    assert.ok(row, `${symbol}: ${name} among ${areas.map(([line]) => line)}`);
    assert.equal(Number(position).toFixed(1), row[1]);
    assert.equal(fwhm === '' ? '–' : Number(fwhm).toFixed(1), row[2]);
    assert.equal(Math.round(Number(area)).toString(), area.length > 0 && Number(area) >= 1000 ? row[4].replaceAll(',', '') : Math.round(Number(row[4])).toString());
    assert.equal(Number(rsf).toFixed(2), row[6]);
    assert.equal(Number(conc).toFixed(1), row[shirley]);
  }
});

test('every column has what it is about, or a dash that says why not', async () => {
  const page = await visit('?engine=cpu', CLIPBOARD);
  await page.drop('silver.vms', vamas({}));
  // A slow machine scans only when an element is chosen.
  const [first] = await page.elements();
  await page.choose(first.symbol);
  await page.fisOf(first.symbol);
  await page.reasons();
  await page.page.getByRole('button', { name: 'Columns', exact: true }).click();
  await page.page.getByRole('button', { name: 'All', exact: true }).click();
  const cells = await page.page.locator('#composition').evaluate((table) => [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => ({
    text: cell.innerText.trim(), title: cell.title, told: cell.querySelector('.visually-hidden')?.textContent ?? '',
  }))));
  for (const row of cells) {
    assert.equal(row.length, (await heads(page)).length - 1);
    for (const cell of row.filter((c) => c.text.startsWith('–'))) {
      assert.ok(cell.title.length > 5 && cell.told === cell.title, JSON.stringify(cell));
    }
  }
  const [names, ...lines] = await copied(page);
  const line = Object.fromEntries(names.map((name, i) => [name, lines.find(([symbol]) => symbol === first.symbol)[i]]));
  assert.equal(new Set(names).size, names.length, 'no number twice');
  assert.equal(Number(line['Atomic percent (at%)']), first.atomic_percent, 'with all digits');
  assert.deepEqual([line['90 % interval, low (at%)'], line['90 % interval, high (at%)']].map(Number), first.interval);
  assert.match(line.Class, /^(I|II|III|IV)$/);
  const grounding = Number(line['Grounding (share)']);
  assert.ok(grounding > 0 && grounding <= 1, `grounding ${grounding}`);
  assert.match(line['Read from (share of the evidence)'], new RegExp(`^${first.symbol} \\w+ 0\\.\\d+`));
});

test('on a telephone the usual columns fit, with bars, and more of them scroll in their own box', async () => {
  const page = await visit('?engine=cpu', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
  const measure = () => page.page.evaluate(() => {
    const box = document.querySelector('.results-scroll');
    return {
      page: document.documentElement.scrollWidth <= innerWidth,
      fits: box.scrollWidth <= box.clientWidth,
      bar: document.querySelector('.amount-bar')?.getBoundingClientRect().width ?? 0,
      small: [...document.querySelectorAll('.composition-pane button, .columns-menu label')]
        .filter((b) => b.checkVisibility() && b.getBoundingClientRect().height < 43.5).map((b) => b.outerHTML.slice(0, 80)),
    };
  });
  const usual = await measure();
  assert.ok(usual.page && usual.fits, JSON.stringify(usual));
  assert.ok(usual.bar >= 70, `a bar of ${usual.bar} pixels`);
  assert.deepEqual(usual.small, []);
  await page.page.getByRole('button', { name: 'Columns', exact: true }).tap();
  await page.page.getByRole('button', { name: 'All', exact: true }).tap();
  const all = await measure();
  assert.ok(all.page && !all.fits, JSON.stringify(all));
  assert.deepEqual(all.small, []);
  const head = page.page.locator('th[data-column="advice"] .sort');
  await head.focus();
  assert.ok(await page.page.evaluate(() => document.querySelector('.results-scroll').scrollLeft > 0), 'the keyboard brings it in');
});

test('a term is explained where it stands', async () => {
  const page = await visit('?engine=cpu');
  const button = page.page.locator('th[data-column="interval"] .help');
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  await button.press('Enter');
  const note = page.page.locator('.help-note:popover-open');
  assert.match(await note.innerText(), /^90 % interval Holds the true value in nine of ten/);
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  await page.page.evaluate(() => dispatchEvent(new Event('settings-forgotten'))); // the table is written anew
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  assert.ok(await note.isVisible(), 'an open note stays where the table is written anew');
  await page.page.keyboard.press('Escape');
  await note.waitFor({ state: 'detached' });
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  assert.equal((await page.elements())[0].symbol, (await page.elements()).sort((a, b) => b.atomic_percent - a.atomic_percent)[0].symbol, 'nothing was sorted by it');
});

test('commas on screen where the locale has them, points in what is copied', async () => {
  const page = await visit('?engine=cpu', { locale: 'de-DE', ...CLIPBOARD });
  const [first] = await page.elements();
  assert.match(first.shown, /\d,\d/);
  assert.doesNotMatch(first.shown, /\d\.\d/);
  const [, line] = await copied(page);
  assert.equal(Number(line[1]), first.atomic_percent);
  assert.ok(line.every((cell) => !/\d,\d/.test(cell)), String(line));
  await show(page, 'RSF');
  assert.match(await page.page.locator('#composition tbody tr').first().innerText(), /\d,\d{3}/);
});
