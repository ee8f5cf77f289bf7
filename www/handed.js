// Files that the system hands to the installed page: opened with it, or shared with it.

/** @typedef {{ getFile(): Promise<File> }} FileHandle */
/** @typedef {{ setConsumer(take: (launch: { files?: FileHandle[] }) => void): void }} LaunchQueue */

/**
 * @param {(files: File[]) => void} take
 * @param {(error: Error) => void} failed
 */
export function listenForHanded(take, failed) {
  const { launchQueue } = /** @type {{ launchQueue?: LaunchQueue }} */ (/** @type {unknown} */ (window));
  const given = (/** @type {File[]} */ files) => { if (files.length > 0) take(files); };
  launchQueue?.setConsumer(({ files = [] }) => {
    Promise.all(files.map((handle) => handle.getFile())).then(given).catch(failed);
  });
  const address = new URL(window.location.href);
  if (!address.searchParams.has('shared') || !('caches' in window)) return;
  address.searchParams.delete('shared');
  window.history.replaceState(window.history.state, '', address);
  shared().then(given).catch(failed);
}

/** What the service worker put aside for this page; it is taken once. */
async function shared() {
  const name = `speclens-shared ${new URL('../', import.meta.url).href}`; // as the service worker names it
  const cache = await caches.open(name);
  const files = await Promise.all((await cache.keys()).map(async (request) => {
    const answer = /** @type {Response} */ (await cache.match(request));
    return new File([await answer.blob()], decodeURIComponent(request.url.split('/').at(-1) ?? ''));
  }));
  await caches.delete(name);
  return files;
}
