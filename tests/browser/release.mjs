// Other versions of a site that `cargo xtask site` made: what a release of another day would be.

import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A copy of a site in a folder of its own. */
export function copyOf(site) {
  const folder = mkdtempSync(join(tmpdir(), 'speclens-site-'));
  cpSync(site, folder, { recursive: true });
  return folder;
}

/** What the service worker of a site keeps: `{ version, files }`. */
export function listOf(folder) {
  return JSON.parse(/^const SITE = (.*);$/m.exec(readFileSync(join(folder, 'sw.js'), 'utf8'))[1]);
}

/** A copy of a site in which the text of some files is another: a new version. Answers its folder. */
export function release(site, changes) {
  const folder = copyOf(site);
  const list = listOf(folder);
  for (const [path, change] of Object.entries(changes)) {
    const text = change(readFileSync(join(folder, path), 'utf8'));
    rewrite(folder, path, text);
    Object.assign(list.files.find((file) => file.path === path), { sha256: sha256(text), bytes: Buffer.byteLength(text) });
  }
  list.version = sha256(JSON.stringify(list.files)).slice(0, 12);
  const script = readFileSync(join(folder, 'sw.js'), 'utf8');
  rewrite(folder, 'sw.js', script.replace(/^const SITE = .*;$/m, () => `const SITE = ${JSON.stringify(list)};`));
  return folder;
}

/** Puts another text in the place of a file, compressed ones too. */
export function rewrite(folder, path, text) {
  for (const end of ['.br', '.gz']) rmSync(join(folder, path + end), { force: true });
  writeFileSync(join(folder, path), text);
}
