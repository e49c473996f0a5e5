import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mustGet } from '#base/assert.ts';
import type { EntryId } from '#base/ids.ts';
import { Watched, must, type Device } from '../relay/devices.ts';
import { MemoryRelay } from '../relay/memory-relay.ts';
import { begin, restore, untilSynced, type Life } from '../relay/snapshot-life.ts';

/** Snapshots all along: after every few ops, by whichever device is first. */
const often = { opsBeforeSnapshot: 6 };

type Act = {
  readonly device: number;
  readonly act: 'add' | 'change' | 'throwAway' | 'fetchBack' | 'part' | 'meet';
  readonly target: number;
};
const act: fc.Arbitrary<Act> = fc.record({
  device: fc.nat(1),
  act: fc.constantFrom('add', 'add', 'add', 'change', 'throwAway', 'fetchBack', 'part', 'meet'),
  target: fc.nat(30),
});

async function entriesOf({ vault, record }: Life) {
  const entries = await Watched.on(vault, { type: 'entries', record, section: 'treatments' });
  const bin = await Watched.on(vault, { type: 'bin', record });
  const standing = (await entries.until(() => true)).entries;
  const thrown = await bin.until(() => true);
  return [...standing, ...thrown].sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function change(life: Life, each: Act, known: EntryId[]): Promise<void> {
  const { vault, record } = life;
  const id = known[each.target % Math.max(known.length, 1)];
  if (each.act === 'add' || id === undefined) {
    const fields = { label: `Traitement ${String(known.length)}` };
    const added = await vault.run({ type: 'addEntry', record, section: 'treatments', fields });
    known.push(must(added).entry);
    return;
  }
  // An entry that the other device added may not have come here yet.
  if (each.act === 'change') {
    const fields = { label: `Changé ${String(each.target)}` };
    await vault.run({ type: 'changeEntry', record, entry: id, fields });
  } else if (each.act === 'throwAway') await vault.run({ type: 'removeEntry', record, entry: id });
  else await vault.run({ type: 'restoreEntry', record, entry: id });
}

function setOnline({ wire }: Pick<Device, 'wire'>, isOnline: boolean): void {
  wire.setOnline(isOnline);
}

describe('whatever two devices write while snapshots are taken', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  it('both have the same in the end, and so has who begins from the relay', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 15, maxLength: 40 }), async (acts) => {
        const first = await begin(relay.url, often);
        await untilSynced(first);
        const second = await restore(relay.url, first, often);
        const lives = [first, second];
        const known: EntryId[] = [];
        for (const each of acts) {
          const life = mustGet(lives[each.device], 'a device');
          if (each.act === 'part' || each.act === 'meet') setOnline(life, each.act === 'meet');
          else await change(life, each, known);
        }
        for (const life of lives) {
          setOnline(life, true);
          must(await life.vault.run({ type: 'syncNow' }));
        }
        const whole = await untilEqual(first, second, known.length);
        const third = await restore(relay.url, first, { opsBeforeSnapshot: 1e9 });
        expect(await entriesOf(third)).toEqual(whole);
        await Promise.all([...lives, third].map(({ vault }) => vault.lock()));
      }),
      { numRuns: 6 },
    );
  }, 120_000);
});

async function untilEqual(first: Life, second: Life, count: number) {
  for (let tries = 0; ; tries++) {
    await Promise.all([untilSynced(first), untilSynced(second)]);
    const [one, other] = [await entriesOf(first), await entriesOf(second)];
    const isSame = JSON.stringify(one) === JSON.stringify(other) && one.length === count;
    if (isSame || tries > 200) {
      expect(other).toEqual(one);
      expect(one).toHaveLength(count);
      return one;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
