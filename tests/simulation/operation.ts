import type { SeededRandom } from './seeded-random.ts';

/**
 * What happens in a life, in order. Devices and entries are named by a number that is taken
 * modulo how many there are, so that any part of a life is a life too, and can be shrunk.
 */
export type Operation = Act | Mishap;

/** What people do. */
export type Act =
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'add'; readonly device: number; readonly marker: number }
  | {
      readonly do: 'addDocument';
      readonly device: number;
      readonly marker: number;
      readonly sizeBytes: number;
    }
  | { readonly do: 'change'; readonly device: number; readonly entry: number; readonly to: number }
  | {
      readonly do: 'hide' | 'show' | 'remove' | 'restore';
      readonly device: number;
      readonly entry: number;
    }
  | { readonly do: 'addDevice'; readonly device: number }
  | { readonly do: 'addPractitioner' }
  | {
      readonly do: 'openWindow';
      readonly device: number;
      readonly practitioner: number;
    }
  | { readonly do: 'closeWindow'; readonly device: number; readonly window: number }
  | { readonly do: 'probe'; readonly device: number };

/** What befalls them. */
export type Mishap =
  | { readonly do: 'crash' | 'lockAndOpen'; readonly device: number }
  | { readonly do: 'offline' | 'online' | 'cut'; readonly device: number }
  | { readonly do: 'fill'; readonly device: number; readonly forMs: number }
  | { readonly do: 'clock'; readonly device: number; readonly offsetMs: number }
  | { readonly do: 'restartRelay'; readonly downMs: number }
  | { readonly do: 'wipeRelay' }
  | { readonly do: 'rollBackRelay'; readonly commits: number }
  | {
      readonly do: 'tamper';
      readonly device: number;
      readonly how: 'flip' | 'truncate' | 'duplicate' | 'drop';
      readonly forMs: number;
    };

/** Which misfortunes a life may meet besides crashes and lost lines. */
export type FaultClass = 'fullDisk' | 'clock' | 'relayRestart' | 'relayWipe' | 'tamper';
export const faultClasses: readonly FaultClass[] = [
  'fullDisk',
  'clock',
  'relayRestart',
  'relayWipe',
  'tamper',
];

const HOUR_MS = 3_600_000;

/** A life of `length` operations; `faults` says which misfortunes it may hold. */
export function drawLife(
  random: SeededRandom,
  length: number,
  faults: readonly FaultClass[],
): readonly Operation[] {
  let marker = 0;
  const operations: Operation[] = [];
  while (operations.length < length) {
    const drawn = drawOperation(random, () => marker++, faults);
    if (drawn) operations.push(drawn);
  }
  return operations;
}

function drawOperation(
  random: SeededRandom,
  nextMarker: () => number,
  faults: readonly FaultClass[],
): Operation | undefined {
  const device = random.below(4);
  const entry = random.below(50);
  const roll = random.below(100);
  if (roll < 18) return { do: 'pass', ms: 10 ** (1 + random.below(5)) };
  if (roll < 40) return { do: 'add', device, marker: nextMarker() };
  if (roll < 44) {
    const sizeBytes = random.pick([1, 300, 524_287, 524_288, 524_289]);
    return { do: 'addDocument', device, marker: nextMarker(), sizeBytes };
  }
  if (roll < 52) return { do: 'change', device, entry, to: random.below(1000) };
  if (roll < 62) {
    return { do: random.pick(['hide', 'show', 'remove', 'restore'] as const), device, entry };
  }
  if (roll < 65) return { do: 'addDevice', device };
  if (roll < 67) return { do: 'addPractitioner' };
  if (roll < 71) return { do: 'openWindow', device, practitioner: random.below(3) };
  if (roll < 73) return { do: 'closeWindow', device, window: random.below(3) };
  if (roll < 79) return { do: 'crash', device };
  if (roll < 81) return { do: 'lockAndOpen', device };
  if (roll < 85) return { do: 'probe', device };
  if (roll < 93)
    return { do: random.pick(['offline', 'online', 'online', 'cut'] as const), device };
  return drawFault(random, device, random.pick(faultClasses), faults);
}

function drawFault(
  random: SeededRandom,
  device: number,
  fault: FaultClass,
  allowed: readonly FaultClass[],
): Mishap | undefined {
  if (!allowed.includes(fault)) return undefined;
  switch (fault) {
    case 'fullDisk':
      return { do: 'fill', device, forMs: 1_000 * (1 + random.below(60)) };
    case 'clock':
      return { do: 'clock', device, offsetMs: (random.below(5) - 2) * HOUR_MS };
    case 'relayRestart':
      return { do: 'restartRelay', downMs: 100 * random.below(300) };
    case 'relayWipe':
      return random.isOneIn(2)
        ? { do: 'wipeRelay' }
        : { do: 'rollBackRelay', commits: 1 + random.below(8) };
    case 'tamper': {
      const how = random.pick(['flip', 'truncate', 'duplicate', 'drop'] as const);
      return { do: 'tamper', device, how, forMs: 1_000 * (1 + random.below(30)) };
    }
  }
}
