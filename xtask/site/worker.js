// The service worker of a site: keeps it in this browser, so that it works without a network. `cargo
// xtask site` writes the list of files and their checksums into it.
//
// A version is whole or not there: its cache is filled before it is taken, every file held against its
// checksum. A new one waits until the page's user takes it, or until no window of the site is open.

/** @typedef {{ path: string, bytes: number, sha256: string, when: 'first' | 'later' | 'gpu' }} SiteFile */

/** @type {{ version: string, files: SiteFile[] }} */
const SITE = { version: '', files: [] };

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** Address of the site, with its last slash. */
const BASE = worker.registration.scope;
/** Names of its caches begin so: there may be other sites at the same origin. */
const PREFIX = `speclens ${BASE} `;
const CACHE = PREFIX + SITE.version;
/** Files that another program shared, until the page takes them; www/handed.js knows it too. */
const SHARED = `speclens-shared ${BASE}`;

const PAGE = 'index.html';
/** By address. The page is asked for by its folder: some servers send its name elsewhere. @type {Map<string, SiteFile>} */
const files = new Map(SITE.files.map((file) => [addressOf(file), file]));

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = request.url.replace(/[?#].*$/, '');
  if (request.method === 'POST' && address === `${BASE}share`) return event.respondWith(share(request));
  if (request.method !== 'GET') return undefined;
  const file = files.get(address === BASE + PAGE ? BASE : address);
  return file && event.respondWith(answer(file));
});
worker.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.data.type === 'take') event.waitUntil(take().then((others) => port.postMessage(others)));
  if (event.data.type === 'rest') event.waitUntil(rest(event.data.gpu).then((missing) => port.postMessage({ version: SITE.version, missing })));
});

/** @param {SiteFile} file */
function addressOf(file) {
  return new URL(file.path === PAGE ? './' : file.path, BASE).href;
}

/** All that a first answer needs, or nothing. */
async function install() {
  const before = await caches.has(CACHE); // then it may be the one in use
  const cache = await caches.open(CACHE);
  const done = await Promise.allSettled(SITE.files.filter((file) => file.when === 'first').map((file) => keep(cache, file)));
  const failed = done.find((each) => each.status === 'rejected');
  if (!failed) return;
  if (!before) await caches.delete(CACHE);
  for (const client of await worker.clients.matchAll({ includeUncontrolled: true })) {
    client.postMessage({ type: 'speclens-not-kept', reason: failed.reason.message });
  }
  throw failed.reason;
}

/** What a first answer does not need, one file after the other. Answers how many could not be had. @param {boolean} gpu */
async function rest(gpu) {
  const cache = await caches.open(CACHE);
  let missing = 0;
  for (const file of SITE.files) {
    if (file.when === 'gpu' && !gpu) continue;
    await keep(cache, file).catch(() => { missing += 1; });
  }
  return missing;
}

/**
 * Puts a file into the cache, unless it is there. A browser keeps what it compiled with the very answer
 * of the server: that is what is put.
 * @param {Cache} cache
 * @param {SiteFile} file
 */
async function keep(cache, file) {
  const address = addressOf(file);
  if (await cache.match(address)) return;
  await cache.put(address, (await ofOtherVersion(file)) ?? (await fetched(file)));
}

/** @param {Cache} cache @param {SiteFile} file */
async function takeFromOther(cache, file) {
  const address = addressOf(file);
  if (await cache.match(address)) return;
  const kept = await ofOtherVersion(file);
  if (kept) await cache.put(address, kept);
}

/** The same file in the cache of another version. @param {SiteFile} file */
async function ofOtherVersion(file) {
  for (const name of await ours()) {
    const kept = name === CACHE ? undefined : await caches.match(addressOf(file), { cacheName: name });
    if (kept && (await isThat(kept, file))) return kept;
  }
  return undefined;
}

/** From the server; what a cache on the way has is asked for only once. @param {SiteFile} file */
async function fetched(file) {
  for (const cache of /** @type {RequestCache[]} */ (['no-cache', 'reload'])) {
    const answered = await fetch(addressOf(file), { cache });
    if (!answered.ok) throw new Error(`${file.path}: the server answered ${answered.status}`);
    if (await isThat(answered, file)) return unredirected(answered);
  }
  throw new Error(`${file.path}: not what it is in version ${SITE.version}`);
}

/**
 * Browsers take no redirected answer for a page. What is not redirected stays the server's very answer.
 * @param {Response} answered
 */
function unredirected(answered) {
  const { redirected, body, status, headers } = answered;
  return redirected ? new Response(body, { status, headers }) : answered;
}

/**
 * @param {Response} answered
 * @param {SiteFile} file
 */
async function isThat(answered, file) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await answered.clone().arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') === file.sha256;
}

/** Never a file of another version. @param {SiteFile} file */
async function answer(file) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(addressOf(file));
  if (kept) return kept;
  try {
    const answered = await fetched(file);
    await cache.put(addressOf(file), answered.clone()).catch(() => {}); // no room: it is answered all the same
    return answered;
  } catch {
    return Response.error();
  }
}

/** Takes the place of the version in use, unless that has another window at work. Answers how many others there are. */
async function take() {
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const others = windows.filter((client) => client.url.startsWith(BASE)).length - 1;
  if (others <= 0) await worker.skipWaiting();
  return others;
}

async function ours() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

/** What is the same in the version before stays, without a network too; the rest of that goes. */
async function takeOver() {
  const cache = await caches.open(CACHE);
  for (const file of SITE.files) await takeFromOther(cache, file).catch(() => {}); // no room, or damaged: the next visit fetches it
  for (const name of await ours()) if (name !== CACHE) await caches.delete(name);
}

/**
 * Files that another program shares with the app: the page takes them from the cache, in place of those that no page took.
 * @param {Request} request
 */
async function share(request) {
  await caches.delete(SHARED);
  const cache = await caches.open(SHARED);
  const given = await request.formData().then((form) => form.getAll('spectrum'), () => []);
  for (const [i, file] of given.entries()) {
    if (file instanceof File) await cache.put(`${BASE}shared/${i}/${encodeURIComponent(file.name)}`, new Response(file));
  }
  return Response.redirect(`${BASE}?shared`, 303);
}
