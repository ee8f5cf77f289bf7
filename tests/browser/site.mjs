// A small server for stories of two origins: the files of this version as a host has to send them, and
// pages that a story makes up.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css', '.wasm': 'application/wasm', '.json': 'application/json' };
/** What a sandboxed frame must be able to fetch. */
const SHARED = /^\/(www|pkg|model_weights)\//;

/**
 * Serves on a port of its own, which makes an origin of its own.
 * @param {{ cors?: boolean, pages?: { [path: string]: string | Buffer | { body: string | Buffer, headers?: Record<string, string>, status?: number } } }} [options]
 *   `cors`: whether the shared files may be fetched from anywhere; `pages` may be added to while it runs
 * @returns {Promise<{ url: string, origin: string, requests: string[], close: () => void }>}
 */
export async function serveSite({ cors = true, pages = {} } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    requests.push(request.url);
    const made = pages[pathname];
    const given = typeof made === 'string' || Buffer.isBuffer(made) ? { body: made } : made;
    const path = normalize(pathname);
    const body = given ? given.body ?? '' : await readFile(root + path).catch(() => null);
    const type = TYPES[extname(pathname) || '.html'] ?? 'text/plain; charset=utf-8';
    const shared = cors && SHARED.test(pathname) ? { 'Access-Control-Allow-Origin': '*' } : {};
    response.writeHead(given?.status ?? (body === null ? 404 : 200), { 'Content-Type': type, 'Cache-Control': 'no-cache', ...shared, ...given?.headers });
    response.end(body ?? 'not here');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: `${origin}/`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
