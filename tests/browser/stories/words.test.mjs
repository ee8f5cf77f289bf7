// Links, what is said of privacy, and numbers in the user's locale.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { url } from '../launch.mjs';
import { vamas } from '../vamas.mjs';
import { visits } from './helpers.mjs';

const visit = visits();
const root = new URL('../../../', import.meta.url);

test('every link leads to a document of this version', async () => {
  const page = await visit('?engine=cpu');
  const links = await page.page.locator('a[href]').evaluateAll((all) => all.map((a) => a.href));
  assert.ok(links.length >= 7, String(links));
  for (const link of links) {
    assert.ok(link.startsWith(url), `${link}: from where the page is`);
    const answer = await fetch(link);
    assert.equal(answer.status, 200, link);
    assert.equal(await answer.text(), readFileSync(new URL(link.slice(url.length), root), 'utf8'), link);
  }
  const [, version] = /^version = "(.+)"$/m.exec(readFileSync(new URL('Cargo.toml', root), 'utf8'));
  assert.match(await page.page.locator('footer').innerText(), new RegExp(`Version ${version.replaceAll('.', '\\.')}\\b`));
});

test('what leaves this computer is told with the policy and every file that was loaded', async () => {
  const page = await visit('?engine=cpu');
  const requested = [...new Set(page.requests.map((r) => r.split(/[?#]/)[0]).filter((r) => r.startsWith(url)))];
  await page.page.getByRole('button', { name: 'How to check that' }).press('Enter');
  const dialog = page.page.getByRole('dialog', { name: 'What leaves this computer: nothing' });
  await dialog.getByText('What the page has loaded').click();
  await page.page.locator('#privacy-files li').first().waitFor();
  const listed = await page.page.locator('#privacy-files li').allInnerTexts();
  assert.deepEqual(listed.sort(), requested.map((r) => r.replace(url, './')).sort());
  assert.match(await page.page.locator('#privacy-count').innerText(), new RegExp(`^${listed.length} files, all from ${url}:$`));
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(readFileSync(new URL('index.html', root), 'utf8'))[1];
  assert.equal(await page.page.locator('#privacy-policy').innerText(), policy);
  await page.page.keyboard.press('Escape');
  assert.ok(!(await dialog.isVisible()));
  assert.equal(await page.page.evaluate(() => document.activeElement.id), 'privacy-open', 'the focus returns');
});

test('a spectrum is analysed without a network, as the dialog says', async () => {
  const page = await visit('?engine=cpu');
  await page.page.context().setOffline(true);
  await page.drop('silver.vms', vamas({}));
  assert.equal((await page.elements())[0].symbol, 'Ag');
  await page.choose('Ag');
  await page.fisOf('Ag');
  assert.deepEqual(page.errors, []);
});

for (const locale of ['de-DE', 'sv-SE', 'fr-FR']) {
  test(`numbers are those of ${locale} on screen and have a point in files`, async () => {
    const page = await visit('?engine=cpu', { locale });
    const text = vamas({});
    await page.drop('silver.vms', text);
    await page.choose('Ag');
    await page.fisOf('Ag');
    const panes = page.page.locator('#composition tbody, #lines tbody, #figure-sub, #why-grounding, #fis-status, .block .sub');
    const seen = (await panes.allInnerTexts()).join('\n');
    assert.match(seen, /\d,\d/);
    assert.doesNotMatch(seen, /\d\.\d/, 'no point between digits');
    assert.doesNotMatch(seen, /(^|\s)-\d/m, 'true minus signs');
    for (const [name, format] of [['lines-csv', 'lines'], ['fis-csv', 'fis']]) {
      const saving = page.page.waitForEvent('download');
      await page.page.locator(`[data-save="${name}"]`).click();
      const csv = readFileSync(await (await saving).path(), 'utf8');
      const rows = csv.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      const width = rows[0].split(',').length;
      assert.ok(rows.length > 2 && rows.every((row) => row.split(',').length === width), `${format}: ${rows.slice(0, 3).join(' | ')}`);
      assert.ok(rows.slice(1).some((row) => /\d\.\d/.test(row)), format);
    }
    assert.deepEqual(page.errors, []);
  });
}
