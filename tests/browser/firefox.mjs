// The system's Firefox for the tests, driven by WebDriver BiDi: playwright's own needs a patched build.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { firefox } from 'playwright-core';

/** Path of Firefox: the one that is named, or that of the PATH; null where there is none. */
function find() {
  const named = process.env.SPECLENS_FIREFOX;
  if (named) return named;
  const places = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return ['firefox-esr', 'firefox'].flatMap((name) => places.map((place) => join(place, name))).find(runs) ?? null;
}

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const path = find();

/** Why no test can be made with Firefox; false where it can. */
export const withoutFirefox = path ? false : 'no Firefox here: none on the PATH, none named in SPECLENS_FIREFOX';

/** Starts Firefox. */
export function launchFirefox() {
  return firefox.launch({ channel: 'moz-firefox', executablePath: path });
}
