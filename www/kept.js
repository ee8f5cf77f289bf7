// The spectrum that its user asked to keep: in the browser's own database, on this computer only.
// Without a kept spectrum there is no database.

/**
 * @typedef {object} Kept
 * @property {string} name of the file
 * @property {ArrayBuffer} bytes
 * @property {object | null} told what its user said of it, where it was asked
 * @property {string} source X-ray source that its user named; may be empty
 * @property {number} block number of the block that was on show
 */

const NAME = 'speclens';
const STORE = 'kept';
const KEY = 'spectrum';

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * The database; null where there is none and none is to be made.
 * @param {boolean} create
 * @returns {Promise<IDBDatabase | null>}
 */
async function database(create) {
  const request = indexedDB.open(NAME, 1);
  let absent = false;
  request.onupgradeneeded = () => {
    if (create) request.result.createObjectStore(STORE);
    else {
      absent = true;
      request.transaction?.abort(); // a look makes no database
    }
  };
  try {
    return await done(request);
  } catch (error) {
    if (absent) return null;
    throw error;
  }
}

/**
 * Keeps a spectrum, instead of the one before it.
 * @param {Kept} spectrum
 */
export async function keep(spectrum) {
  const base = /** @type {IDBDatabase} */ (await database(true));
  try {
    const change = base.transaction(STORE, 'readwrite');
    change.objectStore(STORE).put(spectrum, KEY);
    await new Promise((resolve, reject) => {
      change.oncomplete = resolve;
      change.onabort = () => reject(change.error ?? new Error('the browser keeps nothing'));
    });
  } finally {
    base.close();
  }
}

/**
 * The kept spectrum; null where there is none, or where the browser has no storage for the page.
 * @returns {Promise<Kept | null>}
 */
export async function kept() {
  try {
    const base = await database(false);
    if (!base) return null;
    try {
      return (await done(base.transaction(STORE).objectStore(STORE).get(KEY))) ?? null;
    } finally {
      base.close();
    }
  } catch {
    return null;
  }
}

/** Forgets it: the database goes. */
export async function forget() {
  await done(indexedDB.deleteDatabase(NAME));
}
