import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Watched, must } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';
import { deviceOn } from './people.ts';
import {
  begin,
  never,
  soon,
  untilCompact,
  untilSynced,
  write,
  type Life,
} from './snapshot-life.ts';

/** Makes an archive and reads it back, as a person who keeps it elsewhere does. */
async function archive({ vault }: Life): Promise<void> {
  const made = must(await vault.run({ type: 'makeArchive' }));
  const checked = must(await vault.run({ type: 'checkArchive', archive: made.archive }));
  expect(checked.isWhole).toBe(true);
}

describe('the word of a record', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('stays Sauvegardé while a snapshot is sealed, sent and made use of', async () => {
    const life = await begin(relay.url, never);
    await write(life, 1, 12);
    await untilSynced(life);
    await archive(life);
    const before = await Watched.on(life.vault, { type: 'safety', record: life.record });
    await before.until(({ word }) => word === 'backedUp');
    await life.vault.lock();

    const again = { ...life, ...(await deviceOn(relay.url, life.disk, soon)) };
    must(await again.vault.unlock(''));
    const words: string[] = [];
    await again.vault.watch({ type: 'safety', record: life.record }, (answer) => {
      if (answer.ok) words.push(answer.value.word);
    });
    await untilCompact(again, 2);
    expect(new Set(words)).toEqual(new Set(['backedUp']));
    await write(again, 13, 13);
    const after = await Watched.on(again.vault, { type: 'safety', record: life.record });
    await after.until(({ word }) => word === 'synced');
    await again.vault.lock();
  });
});
