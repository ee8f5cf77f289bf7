// What is remembered from visit to visit, in this browser only: how things are shown, never what.

const PREFIX = 'speclens.';

/** Storage may be switched off, full, or not there at all: then nothing is remembered. */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * Remembers a setting.
 * @param {string} key such as `results.columns`
 * @param {unknown} value anything that JSON can write
 */
export function remember(key, value) {
  try {
    storage()?.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the setting holds until the page is left.
  }
}

/**
 * A setting as it was remembered.
 * @template T
 * @param {string} key
 * @param {T} fallback where none was, or what was is not of its kind
 * @returns {T}
 */
export function recall(key, fallback) {
  try {
    const text = storage()?.getItem(PREFIX + key);
    if (typeof text !== 'string') return fallback;
    const value = JSON.parse(text);
    const alike = typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback) && value !== null;
    return alike ? value : fallback;
  } catch {
    return fallback;
  }
}

/** The names of the settings that are remembered. */
export function remembered() {
  try {
    return Object.keys(storage() ?? {}).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

/** Forgets all settings; who shows one hears of it by the event `settings-forgotten` of the window. */
export function forgetSettings() {
  for (const key of remembered()) {
    try {
      storage()?.removeItem(key);
    } catch {
      // Forbidden: then nothing was remembered either.
    }
  }
  window.dispatchEvent(new Event('settings-forgotten'));
}
