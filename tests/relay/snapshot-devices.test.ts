import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemoryDisk } from '#adapters/memory-disk.ts';
import { createMemoryBlobFiles } from '#adapters/memory-blob-files.ts';
import { createMemoryStore } from '#adapters/memory-store.ts';
import { createRelayHttp } from '#adapters/relay-http.ts';
import { loadRandom, systemClock } from '#adapters/system.ts';
import { createTimers } from '#adapters/timers.ts';
import { DAY_MS, instant } from '#base/time.ts';
import { createDoc, encodeState } from '#record/document.ts';
import { yjsReady } from '#record/yjs.ts';
import { Batch } from '#vault/batch.ts';
import { Bell } from '#vault/bell.ts';
import { openParts } from '#vault/vault-parts.ts';
import type { RelayHttp } from '#vault/ports.ts';
import { readSlots } from '#vault/slots.ts';
import { Watched, must } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';
import { deviceOn } from './people.ts';
import {
  begin,
  keptOps,
  labels,
  labelsOf,
  never,
  restore,
  soon,
  untilCompact,
  untilSynced,
  write,
  type Life,
} from './snapshot-life.ts';

await yjsReady();

/** Empties a doc on a disk, and nothing else: as a fault of the app might. */
async function loseDocs(life: Life, doc: string): Promise<void> {
  const store = createMemoryStore({ disk: life.disk });
  const slots = must(await readSlots(store));
  const lsk = slots?.clearLsk;
  if (!lsk) throw new Error('the device is not protected');
  const deps = {
    store,
    files: createMemoryBlobFiles({ disk: life.disk }),
    connect: life.wire.connect,
    relay: life.wire.http,
    random: await loadRandom(),
    clock: systemClock,
    timers: createTimers(systemClock),
    origin: 'http://localhost:9',
    zone: 'Europe/Paris',
  };
  const parts = must(await openParts(deps, lsk, new Bell()));
  const batch = new Batch();
  const empty = { state: encodeState(createDoc()), clients: new Map() };
  for (const docId of must(await parts.docs.names(life.record))) {
    if (docId.startsWith(doc)) {
      must(await parts.docs.exchange(batch, life.record, docId, empty));
    }
  }
  must(await parts.commit(batch));
}

describe('snapshots between devices', () => {
  let relay: MemoryRelay;
  let nowMs = Date.now();
  beforeAll(async () => {
    relay = await MemoryRelay.start({ clock: { now: () => instant(nowMs) } });
  });
  afterAll(() => relay.stop());

  test('a device that was away while ops were deleted catches up, and gives what it wrote', async () => {
    const life = await begin(relay.url);
    await write(life, 1, 3);
    await untilSynced(life);
    const away = await restore(relay.url, life, soon);
    await labelsOf(away, 3);
    await untilSynced(away);
    away.wire.setOnline(false);
    await write(away, 31, 32);
    await write(life, 4, 30);
    await untilCompact(life, 12);
    nowMs += 91 * DAY_MS;
    await relay.relay?.sweep();
    must(await life.vault.run({ type: 'syncNow' }));
    away.wire.setOnline(true);
    must(await away.vault.run({ type: 'syncNow' }));
    expect(await labelsOf(away, 32)).toEqual(labels(32));
    expect(await labelsOf(life, 32)).toEqual(labels(32));
    await untilSynced(away);
    const kept = (await keptOps(away, life.record)).filter(({ kind }) => kind === 'update');
    expect(kept.length).toBeLessThan(25);
    await Promise.all([life.vault.lock(), away.vault.lock()]);
  });

  test('a device that cannot have the docs of a snapshot says so, keeps what it has, and asks again', async () => {
    const life = await begin(relay.url);
    await write(life, 1, 3);
    await untilSynced(life);
    const http = createRelayHttp({ origin: relay.url, fetch: (...asked) => fetch(...asked) });
    let areThere = true;
    const getManifest: RelayHttp['getManifest'] = (...asked) =>
      areThere
        ? http.getManifest(...asked)
        : Promise.resolve({ ok: false, error: { type: 'RelayUnreachable' } });
    const away = await restore(relay.url, life, { ...never, relay: { ...http, getManifest } });
    await labelsOf(away, 3);
    away.wire.setOnline(false);
    await write(life, 4, 30);
    await untilCompact(life, 12);
    nowMs += 91 * DAY_MS;
    await relay.relay?.sweep();
    areThere = false;
    away.wire.setOnline(true);
    must(await away.vault.run({ type: 'syncNow' }));
    const safety = await Watched.on(away.vault, { type: 'safety', record: away.record });
    await safety.until(({ notices }) => notices.includes('incomplete'));
    expect(await labelsOf(away, 3)).toEqual(labels(3));
    areThere = true;
    must(await away.vault.run({ type: 'syncNow' }));
    await safety.until(({ notices }) => !notices.includes('incomplete'));
    expect(await labelsOf(away, 30)).toEqual(labels(30));
    await Promise.all([life.vault.lock(), away.vault.lock()]);
  });

  test('a fresh device that cannot have the docs of a snapshot yet says so, and asks again', async () => {
    const life = await begin(relay.url);
    await write(life, 1, 30);
    await untilCompact(life, 12);
    nowMs += 91 * DAY_MS;
    await relay.relay?.sweep();
    const http = createRelayHttp({ origin: relay.url, fetch: (...asked) => fetch(...asked) });
    let areThere = false;
    const notThere = { type: 'RelayRefused', status: 404, reason: 'NOT_FOUND' } as const;
    const getManifest: RelayHttp['getManifest'] = (...asked) =>
      areThere ? http.getManifest(...asked) : Promise.resolve({ ok: false, error: notThere });
    const fresh = await restore(relay.url, life, { ...never, relay: { ...http, getManifest } });
    const safety = await Watched.on(fresh.vault, { type: 'safety', record: fresh.record });
    await safety.until(({ notices }) => notices.includes('incomplete'));
    areThere = true;
    must(await fresh.vault.run({ type: 'syncNow' }));
    await safety.until(({ notices }) => !notices.includes('incomplete'));
    expect(await labelsOf(fresh, 30)).toEqual(labels(30));
    await write(fresh, 31, 31);
    expect(await labelsOf(life, 31)).toEqual(labels(31));
    await Promise.all([life.vault.lock(), fresh.vault.lock()]);
  });

  test('what a snapshot lacks is published again by who has it, who says so', async () => {
    const life = await begin(relay.url, never);
    await write(life, 1, 12);
    await untilSynced(life);
    const faulty = await restore(relay.url, life, never);
    await labelsOf(faulty, 12);
    await untilSynced(faulty);
    await faulty.vault.lock();
    await loseDocs(faulty, 'profile');
    const taking = { ...faulty, ...(await deviceOn(relay.url, faulty.disk, soon)) };
    must(await taking.vault.unlock(''));
    const safety = await Watched.on(life.vault, { type: 'safety', record: life.record });
    await safety.until(({ notices }) => notices.includes('snapshotLacked'));
    expect(await labelsOf(life, 12)).toEqual(labels(12));
    await untilSynced(life);
    const third = await restore(relay.url, life, never);
    expect(await labelsOf(third, 12)).toEqual(labels(12));
    await write(third, 13, 13);
    expect(await labelsOf(life, 13)).toEqual(labels(13));
    expect(await labelsOf(taking, 13)).toEqual(labels(13));
    await Promise.all([life, taking, third].map(({ vault }) => vault.lock()));
  });

  test('nothing that a device keeps leaves it before the snapshot of another was held against it', async () => {
    const life = await begin(relay.url, never);
    await write(life, 1, 12);
    await untilSynced(life);
    const second = await restore(relay.url, life, soon, new MemoryDisk());
    await untilCompact(second, 1);
    await untilCompact(life, 1);
    expect(await labelsOf(life, 12)).toEqual(labels(12));
    await Promise.all([life.vault.lock(), second.vault.lock()]);
  });
});
