import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMemoryBlobFiles } from '#adapters/memory-blob-files.ts';
import { createMemoryStore } from '#adapters/memory-store.ts';
import { loadRandom, systemClock } from '#adapters/system.ts';
import { createTimers } from '#adapters/timers.ts';
import { encodeUpdatePayload } from '#protocol/payload-codec.ts';
import { Batch } from '#vault/batch.ts';
import { Bell } from '#vault/bell.ts';
import { openParts } from '#vault/vault-parts.ts';
import { readSlots } from '#vault/slots.ts';
import { Watched, must } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';
import { deviceOn } from './people.ts';
import {
  begin,
  labels,
  labelsOf,
  never,
  restore,
  untilSynced,
  write,
  type Life,
} from './snapshot-life.ts';

/** What a later version of the app would write on this device: a payload of a version to come. */
async function writeAsLaterVersion({ disk, record, wire }: Life): Promise<void> {
  const store = createMemoryStore({ disk });
  const lsk = must(await readSlots(store))?.clearLsk;
  if (!lsk) throw new Error('the device is not protected');
  const deps = {
    store,
    files: createMemoryBlobFiles({ disk }),
    connect: wire.connect,
    relay: wire.http,
    random: await loadRandom(),
    clock: systemClock,
    timers: createTimers(systemClock),
    origin: 'http://localhost:9',
    zone: 'Europe/Paris',
  };
  const parts = must(await openParts(deps, lsk, new Bell()));
  const payload = encodeUpdatePayload({
    docId: 'profile',
    clientId: 7,
    update: new Uint8Array([1, 2, 3]),
  });
  new DataView(payload.buffer).setUint32(0, 9);
  const batch = new Batch();
  const log = parts.logs.must(record);
  parts.logs.append(batch, log, { kind: 'update', publicPart: new Uint8Array(), payload });
  must(await parts.commit(batch));
}

describe('an app that meets data of a later version', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('keeps it, says to update, and calls nothing incomplete; the rest goes on', async () => {
    const life = await begin(relay.url, never);
    await write(life, 1, 2);
    await untilSynced(life);
    const second = await restore(relay.url, life, never);
    await untilSynced(second);
    await second.vault.lock();
    await writeAsLaterVersion({ ...life, ...second });
    const later = { ...second, ...(await deviceOn(relay.url, second.disk, never)) };
    must(await later.vault.unlock(''));
    const { vault, record } = life;
    const safety = await Watched.on(vault, { type: 'safety', record });
    const said = await safety.until(({ notices }) => notices.includes('updateApp'));
    expect(said.notices).not.toContain('incomplete');
    expect(said.notices).not.toContain('setAside');
    await write(later, 3, 3);
    expect(await labelsOf(life, 3)).toEqual(labels(3));
    await write(life, 4, 4);
    expect(await labelsOf(later, 4)).toEqual(labels(4));
    await Promise.all([vault.lock(), later.vault.lock()]);
  });
});
