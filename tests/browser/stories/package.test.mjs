// What pkg/ is to others: a package for npm, whose examples run as they stand.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyse } from '../binary.mjs';
import { launch, url } from '../launch.mjs';
import { vamas } from '../vamas.mjs';
import { once } from './helpers.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const survey = join(root, 'www/examples/ito.vms');
let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'speclens-npm-'));
});
after(() => rmSync(folder, { recursive: true }));

/** Symbols and atomic percents, to one digit. */
const expected = () => {
  const [answer] = analyse('ito.vms', readFileSync(survey));
  return answer.elements.map((e) => `${e.symbol} ${e.atomic_percent.toFixed(1)}`);
};

test('an example of the package, installed by npm, analyses a file in Node.js', { skip: once }, () => {
  const npm = (...words) => execFileSync('npm', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const packed = npm('pack', join(root, 'pkg')).trim().split('\n').at(-1);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  npm('install', '--offline', '--no-audit', '--no-fund', `./${packed}`);
  const example = join(folder, 'node_modules/speclens/examples/analyse.mjs');
  const told = execFileSync(process.execPath, [example, survey, join(root, 'model_weights/al-ka')], { encoding: 'utf8' });
  const found = told.split('\n').filter((line) => line.includes(' at%\t'));
  assert.deepEqual(found.map((line) => line.split(' at%')[0].replace('\t', ' ')), expected());

  const region = join(folder, 'region.vms');
  writeFileSync(region, vamas({ name: 'Ag 3d', lo: 300, hi: 420 }));
  const refused = execFileSync(process.execPath, [example, region, join(root, 'model_weights/al-ka')], { encoding: 'utf8' });
  assert.match(refused, /region/i);
  assert.doesNotMatch(refused, / at%\t/, 'no composition where it is refused');
});

test('an example of the package analyses a file in a page', { skip: once }, async () => {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`${url}pkg/examples/analyse.html`);
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
    await page.getByLabel('Survey').setInputFiles(survey);
    await page.waitForFunction(() => document.querySelector('pre').textContent.includes('at%'));
    const told = await page.locator('pre').textContent();
    assert.deepEqual(told.split('\n').map((line) => line.replace(' at%', '')), expected());
  } finally {
    await browser.close();
  }
});

test('its declarations hold by themselves', { skip: once }, () => {
  const of = (name) => join(root, 'pkg', name);
  const tsc = join(root, 'tests/browser/node_modules/.bin/tsc');
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--target', 'esnext', '--module', 'esnext', '--lib', 'esnext,dom', '--types', '', '--skipLibCheck', 'false'];
  const { status, stdout } = spawnSync(tsc, [...options, of('speclens.d.ts'), of('speclens_gpu.d.ts')], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

test('the package has the version of the program, and names no file that is not there', { skip: once }, () => {
  const described = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
  const workspace = readFileSync(join(root, 'Cargo.toml'), 'utf8').match(/^version = "(.*)"/m)[1];
  assert.equal(described.version, workspace);
  const named = [...described.files.filter((f) => f !== 'examples'), ...Object.values(described.exports).flatMap((e) => (typeof e === 'string' ? e : Object.values(e)))];
  for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) assert.equal(readFileSync(join(root, 'pkg', licence), 'utf8'), readFileSync(join(root, licence), 'utf8'), licence);
  for (const file of named) assert.ok(readFileSync(join(root, 'pkg', file)).length > 0, file);
});
