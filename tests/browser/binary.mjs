// The native program, to compare the page's numbers with.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Analyses all blocks of a file with `speclens analyse --json`. */
export function analyse(name, bytes, ...options) {
  const program = process.env.SPECLENS_BIN;
  if (!program) throw new Error('SPECLENS_BIN must name the program speclens');
  const folder = mkdtempSync(join(tmpdir(), 'speclens-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const answer = execFileSync(program, ['analyse', '--json', '--all-blocks', ...options, file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return answer.trim().split('\n').map((line) => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
