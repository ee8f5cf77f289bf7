// A static server for the stories: the files of a folder as they were compressed beforehand, with the
// headers that its `_headers` name, and pages that a story makes up. It can be switched off, and given
// another folder.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository, which is a site as it stands. */
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
/** What a sandboxed frame must be able to fetch. */
const SHARED = /^(www|pkg|model_weights)\//;
const ENCODINGS = [['br', '.br'], ['gzip', '.gz']];

/** Bytes that go out at once where the line is slow. */
const PART = 16_384;
const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A page that a story makes up.
 * @typedef {string | Buffer | { body?: string | Buffer, headers?: Record<string, string>, status?: number }} Page
 */

/**
 * Serves a folder on a port of its own, which makes an origin of its own.
 * @param {string} [folder] the repository where none is named
 * @param {object} [options]
 * @param {boolean} [options.compressed] whether files that were compressed beforehand are sent where the browser takes them
 * @param {{ bitsPerSecond: number, latencyMs: number }} [options.line] a line that all answers share, and how long each waits first
 * @param {{ [path: string]: Page }} [options.pages] pages instead of files; some may be added while it runs
 * @param {boolean} [options.cors] whether what a viewer needs may be fetched from anywhere
 */
export class SiteServer {
  /** What went out: `{ path, status, bytes }`, heads of answers not counted. */
  sent = [];
  /** Paths that are answered by 404. */
  missing = new Set();
  #server = null;
  #port = 0;
  /** When the line is free again, ms. */
  #free = 0;

  constructor(folder = REPOSITORY, { compressed = true, line, pages = {}, cors = false } = {}) {
    Object.assign(this, { folder, compressed, line, pages, cors });
  }

  get origin() {
    return `http://127.0.0.1:${this.#port}`;
  }

  get url() {
    return `${this.origin}/`;
  }

  /** Starts, at the address it had before. */
  async start() {
    this.#server = createServer((request, response) => this.#answer(request, response));
    await new Promise((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = this.#server.address().port;
    return this;
  }

  /** Nobody answers any more. */
  async stop() {
    const stopped = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await stopped;
  }

  async #answer(request, response) {
    const path = decodeURIComponent(new URL(request.url, this.url).pathname).slice(1) || 'index.html';
    const page = this.pages[`/${path}`];
    const [bytes, headers] = page ? pageOf(page, path) : this.#file(path, request.headers['accept-encoding'] ?? '');
    const shared = this.cors && SHARED.test(path) && { 'Access-Control-Allow-Origin': '*' };
    const etag = bytes && `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;
    const status = page?.status ? page.status : !bytes ? 404 : request.headers['if-none-match'] === etag ? 304 : 200;
    const body = bytes && status !== 304 ? bytes : Buffer.alloc(0);
    this.sent.push({ path, status, bytes: body.length });
    response.writeHead(status, { ...shared, ...headers, ...(etag && { ETag: etag }) });
    if (this.line) await this.#slowly(body, response);
    response.end(this.line ? undefined : body);
  }

  async #slowly(body, response) {
    await after(this.line.latencyMs);
    for (let at = 0; at < body.length; at += PART) {
      const part = body.subarray(at, at + PART);
      this.#free = Math.max(this.#free, performance.now()) + (part.length * 8000) / this.line.bitsPerSecond;
      await after(this.#free - performance.now());
      response.write(part);
    }
  }

  #file(path, accepted) {
    const file = join(this.folder, normalize(`/${path}`));
    if (this.missing.has(path) || !existsSync(file) || !statSync(file).isFile()) return [null, {}];
    const headers = { Vary: 'Accept-Encoding', ...headersOf(this.folder, path) };
    for (const [encoding, end] of this.compressed ? ENCODINGS : []) {
      const takes = accepted.split(',').some((each) => each.trim() === encoding);
      if (takes && existsSync(file + end)) return [readFileSync(file + end), { ...headers, 'Content-Encoding': encoding }];
    }
    return [readFileSync(file), headers];
  }
}

/**
 * The bytes and headers of a page.
 * @param {Page} page
 * @param {string} path
 */
function pageOf(page, path) {
  const { body = '', headers } = typeof page === 'string' || Buffer.isBuffer(page) ? { body: page } : page;
  return [Buffer.from(body), { 'Cache-Control': 'no-cache', ...typeOf(path), ...headers }];
}

/** What `_headers` say of a path; a folder without them gets what its files must have. */
function headersOf(folder, path) {
  const file = join(folder, '_headers');
  if (!existsSync(file)) return { 'Cache-Control': 'no-cache', ...typeOf(path) };
  const headers = {};
  let meant = false;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.startsWith('/')) {
      const pattern = line.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
      meant = new RegExp(`^${pattern}$`).test(`/${path}`);
    } else if (meant && line.includes(': ')) {
      const [name, ...value] = line.trim().split(': ');
      headers[name] = value.join(': ');
    }
  }
  return { ...(path.endsWith('.html') && typeOf(path)), ...headers };
}

function typeOf(path) {
  const types = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css', wasm: 'application/wasm', svg: 'image/svg+xml', json: 'application/json' };
  const type = types[path.split('.').at(-1)];
  return { 'Content-Type': type ?? 'text/plain; charset=utf-8' };
}
