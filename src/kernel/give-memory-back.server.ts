/** In milliseconds: pages that wait for what was read come first. */
const patience = 3000;
let waiting: NodeJS.Timeout | undefined;

/**
 * Gives the system what was only needed for a moment, where `bin/entrelacs.js` could ask for `gc`: left to itself the engine keeps
 * it for later. It takes some hundred milliseconds, during which nobody is answered.
 */
export function giveMemoryBack(): void {
  globalThis.gc?.({ type: 'major', flavor: 'last-resort' });
}

/** The same, soon, once for all that was read meanwhile. */
export function giveMemoryBackSoon(): void {
  waiting ??= setTimeout(() => {
    waiting = undefined;
    giveMemoryBack();
  }, patience).unref();
}
