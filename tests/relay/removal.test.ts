import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemoryDisk } from '#adapters/memory-disk.ts';
import { authorIdOf } from '#crypto/keys.ts';
import { unwrapEpoch } from '#protocol/genesis.ts';
import { openOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import { Watched, device as newDevice, must } from './devices.ts';
import { FastTime } from './fast-time.ts';
import { MemoryRelay } from './memory-relay.ts';
import {
  allergy,
  deviceOn,
  newHolder,
  newPractitioner,
  pair,
  patientOf,
  untilWord,
} from './people.ts';
import { allergiesOf, idOf, join, remove, untilEntries, untilRemoved } from './several-devices.ts';
import { opsIn } from './relay-dump.ts';
import { logsOf } from './vault-keys.ts';
import { createRecord, faultyDevice } from './vault-script.ts';

/** What everything that stands on a disk opens of the relay's database: log by log. */
async function openedBy(disk: MemoryDisk, ops: readonly Op[]): Promise<Op[]> {
  const logs = await logsOf(disk);
  const found: Op[] = [];
  for (const op of ops) {
    for (const log of logs) {
      const keys = Object.keys(log.row.epochKeys).map((epoch) => log.keyOf(Number(epoch)));
      const opens = keys.some((key) => key !== undefined && openOp(op, key).ok);
      const { signing, kemSeed } = log.member;
      const wrapped = await unwrapEpoch(op, authorIdOf(signing.publicKey), kemSeed);
      if (opens || wrapped.ok) found.push(op);
    }
  }
  return found;
}

/** What came under a new epoch, and whatever came once the removal was done. */
const newerThan = (ops: readonly Op[], doneAt: number): Op[] =>
  ops.filter(({ epoch }, place) => epoch > 1 || place >= doneAt);

describe('a device that is removed', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('opens nothing newer, even with the relay’s whole database', async () => {
    const first = await newHolder(relay.url);
    await allergy(first, 'Latex');
    await untilWord(first, 'synced');
    const practitioner = await newPractitioner(relay.url);
    const second = await join(first, relay.url, 'Tablette');
    const lost = await join(first, relay.url, 'Perdu');
    const { channel } = await pair(first, practitioner);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    await untilEntries(lost, 1);
    await untilWord(first, 'synced');
    await lost.vault.lock();
    const before = opsIn(relay).length;
    await remove(first, 'Perdu');
    await untilRemoved(first);
    const doneAt = opsIn(relay).length - before;
    await allergy(first, 'Iode');
    await untilEntries(second, 2);
    await allergy(second, 'Arachide');
    await untilEntries(first, 3);
    await patient.until(({ view }) => view?.entries.length === 3);
    const newer = newerThan(opsIn(relay).slice(before), doneAt);
    const turns = newer.filter(({ kind }) => kind === 'access');
    expect(turns.length).toBeGreaterThanOrEqual(3);
    expect(newer.filter(({ kind }) => kind === 'update').length).toBeGreaterThanOrEqual(3);
    expect((await openedBy(lost.disk, newer)).map(({ kind, epoch }) => ({ kind, epoch }))).toEqual(
      [],
    );
    expect((await openedBy(first.disk, newer)).length).toBeGreaterThan(newer.length - 3);
    await Promise.all([first.vault.lock(), second.vault.lock(), practitioner.vault.lock()]);
  });

  test('knows that it was removed, keeps what it had written, and brings it back when it is let in again', async () => {
    const first = await newHolder(relay.url);
    await allergy(first, 'Latex');
    await untilWord(first, 'synced');
    const second = await join(first, relay.url, 'Tablette');
    await untilEntries(second, 1);
    await untilWord(second, 'synced');
    second.wire.setOnline(false);
    await allergy(second, 'Hors ligne');
    await remove(first, 'Tablette');
    await untilRemoved(first);
    await allergy(first, 'Iode');
    await untilWord(first, 'synced');
    second.wire.setOnline(true);
    const standing = await Watched.on(second.vault, { type: 'standing' });
    expect(await standing.until(({ is }) => is === 'removed')).toEqual({
      is: 'removed',
      unsent: 1,
    });
    expect(await allergiesOf(second, 2)).toEqual(['Hors ligne', 'Latex']);
    expect(must(await second.vault.run({ type: 'makeArchive' })).archive.size).toBeGreaterThan(0);

    const shown = must(await second.vault.run({ type: 'showDeviceCode', name: 'Retrouvée' }));
    const read = must(await first.vault.run({ type: 'readDeviceCode', text: shown.qrText }));
    const { pairing } = shown;
    const heard = must(await second.vault.run({ type: 'awaitDeviceWords', pairing }));
    expect(heard.words).toEqual(read.words);
    const joining = second.vault.run({ type: 'rejoinNotebook', pairing });
    must(await first.vault.run({ type: 'admitDevice', pairing: read.pairing, same: true }));
    expect(must(await joining)).toEqual({ record: first.record, kept: 1 });
    expect(await allergiesOf(second, 3)).toEqual(['Hors ligne', 'Iode', 'Latex']);
    expect(await allergiesOf(first, 3)).toEqual(['Hors ligne', 'Iode', 'Latex']);
    await standing.until(({ is }) => is === 'member');
    await allergy(first, 'Arachide');
    await untilEntries(second, 4);
    await Promise.all([first.vault.lock(), second.vault.lock()]);
  });

  test('keeps no other device from sending what it had written without the network', async () => {
    const first = await newHolder(relay.url);
    await untilWord(first, 'synced');
    const second = await join(first, relay.url, 'Tablette');
    const lost = await join(first, relay.url, 'Perdu');
    await allergy(first, 'Latex');
    await untilEntries(second, 1);
    await untilEntries(lost, 1);
    const practitioner = await newPractitioner(relay.url);
    const { channel } = await pair(first, practitioner);
    await untilWord(second, 'synced');
    await lost.vault.lock();
    second.wire.setOnline(false);
    await allergy(second, 'Iode');
    await allergy(second, 'Arachide');
    await remove(first, 'Perdu');
    await untilRemoved(first);
    second.wire.setOnline(true);
    expect(await allergiesOf(first, 3)).toEqual(['Arachide', 'Iode', 'Latex']);
    await untilWord(second, 'synced');
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 3);
    // The second device publishes alone: it has the channel's new keys too.
    await first.vault.lock();
    await allergy(second, 'Kiwi');
    await patient.until(({ view }) => view?.entries.length === 4);
    await Promise.all([second.vault.lock(), practitioner.vault.lock()]);
  });

  test('goes as another comes and a third goes too, whichever is first at the relay', async () => {
    const first = await newHolder(relay.url);
    await allergy(first, 'Latex');
    await untilWord(first, 'synced');
    const second = await join(first, relay.url, 'Tablette');
    await join(first, relay.url, 'Perdu').then(({ vault }) => vault.lock());
    await join(first, relay.url, 'Volé').then(({ vault }) => vault.lock());
    const [lost, stolen] = [await idOf(first, 'Perdu'), await idOf(second, 'Volé')];
    const disk = new MemoryDisk();
    const third = await deviceOn(relay.url, disk);
    const shown = must(await third.vault.run({ type: 'showDeviceCode', name: 'Nouveau' }));
    const read = must(await second.vault.run({ type: 'readDeviceCode', text: shown.qrText }));
    const { pairing } = shown;
    must(await third.vault.run({ type: 'awaitDeviceWords', pairing }));
    const joining = third.vault.run({ type: 'joinNotebook', pairing, lock: undefined });
    const acts = await Promise.all([
      second.vault.run({ type: 'admitDevice', pairing: read.pairing, same: true }),
      first.vault.run({ type: 'removeDevice', device: lost }),
      second.vault.run({ type: 'removeDevice', device: stolen }),
    ]);
    acts.forEach(must);
    const { record } = must(await joining);
    const newcomer = { ...third, disk, record };
    for (const each of [first, second, newcomer]) {
      const devices = await Watched.on(each.vault, { type: 'devices' });
      const names = ['', 'Nouveau', 'Tablette'];
      await devices.until(
        (all) =>
          all
            .map(({ name }) => name)
            .sort()
            .join() === names.join(),
      );
      await untilRemoved(each);
    }
    await allergy(first, 'Iode');
    await allergy(second, 'Arachide');
    await allergy(newcomer, 'Kiwi');
    for (const each of [first, second, newcomer]) await untilEntries(each, 4);
    for (const each of [first, second, newcomer]) await untilWord(each, 'synced');
    await Promise.all([first, second, newcomer].map(({ vault }) => vault.lock()));
  });

  test('is removed by a device that the words brought back, and the words still bring everything', async () => {
    const lost = await newHolder(relay.url);
    await allergy(lost, 'Latex');
    const { words } = must(await lost.vault.run({ type: 'revealKit' }));
    const answers = [2, 7].map((position) => ({ position, word: words[position - 1] ?? '' }));
    must(await lost.vault.run({ type: 'confirmKit', answers }));
    await untilWord(lost, 'synced');
    await lost.vault.lock();
    const restored = await newDevice(relay.url);
    const restore = { type: 'restoreFromWords', words: words.join(' '), lock: undefined } as const;
    const { record } = must(await restored.vault.run({ ...restore, deviceName: 'Ordinateur' }));
    const holder = { ...restored, record, disk: lost.disk };
    const devices = await Watched.on(restored.vault, { type: 'devices' });
    const listed = await devices.until((all) => all.length === 2);
    expect(listed.find(({ isThis }) => isThis)).toMatchObject({ name: 'Ordinateur' });
    const other = listed.find(({ isThis }) => !isThis)?.device ?? '';
    must(await restored.vault.run({ type: 'removeDevice', device: other }));
    await untilRemoved(holder);
    await allergy(holder, 'Iode');
    await untilWord(holder, 'synced');
    await restored.vault.lock();
    const again = await newDevice(relay.url);
    must(await again.vault.run(restore));
    expect(await allergiesOf({ vault: again.vault, record }, 2)).toEqual(['Iode', 'Latex']);
    await again.vault.lock();
  });

  test('is removed however often the device that does it is closed without warning', async () => {
    for (let commits = 0; ; commits++) {
      const time = new FastTime(40);
      const faulty = await faultyDevice(relay.url, time);
      const record = await createRecord(faulty.vault);
      const first = { ...faulty, record };
      await allergy(first, 'Latex');
      await untilWord(first, 'synced');
      const practitioner = await newPractitioner(relay.url, time);
      const lost = await join(first, relay.url, 'Perdu', time);
      const { channel } = await pair(first, practitioner);
      await untilWord(first, 'synced');
      await lost.vault.lock();
      const before = opsIn(relay).length;
      faulty.faults.strikeForGood(commits);
      const device = await idOf(first, 'Perdu');
      const asked = await first.vault.run({ type: 'removeDevice', device });
      await Promise.race([faulty.faults.struck, asked.ok ? untilRemoved(first) : undefined]);
      const isOver = !faulty.faults.hasStruck;
      const disk = faulty.disk.copy();
      await first.vault.lock();
      const second = { ...(await deviceOn(relay.url, disk, time)), record, disk };
      must(await second.vault.unlock(''));
      if (!asked.ok) must(await second.vault.run({ type: 'removeDevice', device }));
      await untilRemoved(second);
      const doneAt = opsIn(relay).length - before;
      await allergy(second, 'Iode');
      await untilWord(second, 'synced');
      const patient = await patientOf(practitioner, channel);
      await patient.until(({ view }) => view?.entries.length === 2);
      const newer = newerThan(opsIn(relay).slice(before), doneAt);
      expect(newer.length).toBeGreaterThan(5);
      expect(await openedBy(lost.disk, newer)).toEqual([]);
      await Promise.all([second.vault.lock(), practitioner.vault.lock()]);
      if (!isOver) continue;
      expect(commits).toBeGreaterThan(8);
      return;
    }
  });
});
