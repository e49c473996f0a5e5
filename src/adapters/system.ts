import { instant, type Clock } from '#base/time.ts';
import { systemRandom, type Random } from '#crypto/random.ts';
import { cryptoReady } from '#crypto/sodium.ts';

/** The device's own clock. */
export const systemClock: Clock = { now: () => instant(Date.now()) };

/** The operating system's randomness, once libsodium is loaded. */
export async function loadRandom(): Promise<Random> {
  await cryptoReady();
  return systemRandom;
}
