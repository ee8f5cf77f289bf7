// The page's modules are what their JSDoc types say.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

/** What tsc says of a project; empty where nothing is wrong. */
function checked(project) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', project], { cwd: folder, encoding: 'utf8' });
  if (error) throw error;
  return status === 0 ? '' : stdout + stderr || `tsc ended with ${status}`;
}

for (const [what, project] of [['the page', 'tsconfig.json'], ['the worker', 'tsconfig.worker.json'], ['the service worker', 'tsconfig.site.json']]) {
  test(`the types of ${what} hold`, () => {
    const said = checked(project);
    assert.ok(said === '', said);
  });
}
