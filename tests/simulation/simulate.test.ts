import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Operation } from './operation.ts';
import { plantedBugs } from './planted-bugs.ts';
import { operationsOf, runLife } from './run-seed.ts';

const SEEDS = 60;
const LENGTH = 60;

describe('a record in the hands of people, devices, lines and relays as they are', () => {
  test(`keeps its promises in ${String(SEEDS)} lives`, async () => {
    let steps = 0;
    for (let seed = 1n; seed <= SEEDS; seed++) {
      const outcome = await runLife(seed, operationsOf(seed, LENGTH));
      expect(outcome.violation?.message, `seed ${String(seed)}`).toBeUndefined();
      steps += outcome.steps;
    }
    expect(steps).toBeGreaterThan(SEEDS * LENGTH);
  }, 900_000);

  test('lives the same life twice from one seed', async () => {
    const operations = operationsOf(3n, LENGTH);
    const [first, second] = [await runLife(3n, operations), await runLife(3n, operations)];
    expect(second.trace).toBe(first.trace);
    expect(second.steps).toBe(first.steps);
  });
});

/** Lives that broke a promise once. */
const found: readonly (readonly [string, bigint, readonly Operation[]])[] = [
  [
    'a window op that the relay took and retired before its acknowledgement was heard',
    33n,
    [
      { do: 'addPractitioner' },
      { do: 'pass', ms: 1000 },
      { do: 'openWindow', device: 0, practitioner: 0 },
      { do: 'addDevice', device: 0 },
      { do: 'pass', ms: 10_000 },
      { do: 'add', device: 3, marker: 11 },
      { do: 'lockAndOpen', device: 3 },
      { do: 'pass', ms: 1000 },
      { do: 'add', device: 0, marker: 13 },
    ],
  ],
  [
    'an acknowledgement altered on its way, and then a relay made anew',
    83n,
    [
      { do: 'tamper', device: 1, how: 'flip', forMs: 28_000 },
      { do: 'add', device: 2, marker: 6 },
      { do: 'addDocument', device: 0, marker: 7, sizeBytes: 524_287 },
      { do: 'pass', ms: 1000 },
      { do: 'add', device: 0, marker: 17 },
      { do: 'add', device: 1, marker: 18 },
      { do: 'pass', ms: 10_000 },
      { do: 'wipeRelay' },
      { do: 'crash', device: 3 },
    ],
  ],
  [
    'a line that swallowed an acknowledgement and stayed open',
    35n,
    [
      { do: 'tamper', device: 0, how: 'drop', forMs: 22_000 },
      { do: 'add', device: 0, marker: 1 },
      { do: 'pass', ms: 100_000 },
    ],
  ],
  [
    'a window that one device closes while another publishes in it',
    24n,
    [
      { do: 'addDevice', device: 0 },
      { do: 'addDevice', device: 3 },
      { do: 'lockAndOpen', device: 3 },
      { do: 'add', device: 2, marker: 2 },
      { do: 'add', device: 2, marker: 3 },
      { do: 'pass', ms: 100 },
      { do: 'addPractitioner' },
      { do: 'pass', ms: 100_000 },
      { do: 'openWindow', device: 2, practitioner: 1 },
      { do: 'closeWindow', device: 3, window: 0 },
    ],
  ],
  [
    'a clock that was hours ahead and is put right',
    59n,
    [
      { do: 'offline', device: 0 },
      { do: 'clock', device: 0, offsetMs: 7_200_000 },
      { do: 'add', device: 0, marker: 1 },
      { do: 'pass', ms: 100_000 },
      { do: 'clock', device: 0, offsetMs: 0 },
      { do: 'online', device: 0 },
      { do: 'pass', ms: 1000 },
    ],
  ],
];

describe('what was found stays found', () => {
  test.each(found)('%s', async (_name, seed, operations) => {
    expect((await runLife(seed, operations)).violation?.message).toBeUndefined();
  });
});

describe('the simulation itself', () => {
  test.each(plantedBugs)('finds the planted bug “$name”', ({ name, breaks, seed }) => {
    const ran = spawnSync(
      process.execPath,
      [
        '--import',
        './tests/simulation/plant.ts',
        'tests/commands/simulate.ts',
        '--seed',
        String(seed),
        '--json',
        '--as-found',
      ],
      { encoding: 'utf8', env: { ...process.env, CARNET_PLANTED: name } },
    );
    expect(ran.stderr).not.toMatch(/Error/);
    expect(ran.stdout).toContain(`"${breaks}: `);
  });
});
