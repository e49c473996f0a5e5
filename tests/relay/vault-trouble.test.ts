import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '#base/time.ts';
import type { SafetyNotice } from '#vault/api.ts';
import { defaultLimits } from '#relay/relay.ts';
import { Watched, must } from './devices.ts';
import { FastTime } from './fast-time.ts';
import { MemoryRelay } from './memory-relay.ts';
import {
  addPdf,
  allergy,
  newHolder,
  newPractitioner,
  pair,
  patientOf,
  pdfFile,
  untilWord,
  type Holder,
} from './people.ts';
import { opsIn } from './relay-dump.ts';

async function untilNotice(of: Holder, notice: SafetyNotice, isThere = true): Promise<void> {
  const safety = await Watched.on(of.vault, { type: 'safety', record: of.record });
  await safety.until(({ notices }) => notices.includes(notice) === isThere);
}

async function wordOf(of: Holder, entry: string): Promise<string | undefined> {
  const { vault, record } = of;
  const watched = await Watched.on(vault, { type: 'entry', record, entry: entry as never });
  return (await watched.until(() => true))?.safety;
}

describe('with no relay', () => {
  test('what is written is stored at once, files too, and goes to the relay once it is there', async () => {
    const relay = await MemoryRelay.start();
    const holder = await newHolder(relay.url);
    await untilWord(holder, 'synced');
    await relay.stop();
    const entry = await allergy(holder, 'Latex');
    const document = await addPdf(holder, 'Bilan');
    expect(await wordOf(holder, entry)).toBe('stored');
    expect(await wordOf(holder, document)).toBe('stored');
    await relay.start();
    must(await holder.vault.run({ type: 'syncNow' }));
    await untilWord(holder, 'synced');
    expect(await wordOf(holder, entry)).toBe('synced');
    expect(await wordOf(holder, document)).toBe('synced');
    await holder.vault.lock();
    await relay.stop();
  });

  test('a code cannot be shown or read, and nothing is left of the try', async () => {
    const relay = await MemoryRelay.start();
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    const shown = must(await practitioner.vault.run({ type: 'showPairingCode' }));
    holder.wire.setOnline(false);
    practitioner.wire.setOnline(false);
    const unreachable = { ok: false, error: { type: 'RelayUnreachable' } };
    expect(await practitioner.vault.run({ type: 'showPairingCode' })).toEqual(unreachable);
    const text = shown.qrText;
    expect(await holder.vault.run({ type: 'readPairingCode', text })).toEqual(unreachable);
    holder.wire.setOnline(true);
    must(await holder.vault.run({ type: 'readPairingCode', text }));
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    await relay.stop();
  });
});

describe('a relay that takes no more', () => {
  test('for its quota is said to; what is written stays stored, and goes on when there is room', async () => {
    const time = new FastTime(40);
    const address = { ...defaultLimits.address, newLogsPerHour: 1 };
    const relay = await MemoryRelay.start({ clock: time.clock, limits: { address } });
    const holder = await newHolder(relay.url, time);
    await untilNotice(holder, 'quotaReached');
    const entry = await allergy(holder, 'Latex');
    expect(await wordOf(holder, entry)).toBe('stored');
    time.jump(HOUR_MS);
    await untilWord(holder, 'synced');
    await untilNotice(holder, 'quotaReached', false);
    expect(await wordOf(holder, entry)).toBe('synced');
    await holder.vault.lock();
    await relay.stop();
  });

  test('for its disk is said to; ops and files stay stored, and go on when there is room', async () => {
    const time = new FastTime(40);
    const relay = await MemoryRelay.start({ clock: time.clock });
    const holder = await newHolder(relay.url, time);
    await untilWord(holder, 'synced');
    relay.isFull = true;
    const entry = await allergy(holder, 'Latex');
    const document = await addPdf(holder, 'Bilan');
    await untilNotice(holder, 'relayFull');
    expect(await wordOf(holder, entry)).toBe('stored');
    expect(await wordOf(holder, document)).toBe('stored');
    const sent = holder.wire.sent;
    await new Promise((resolve) => setTimeout(resolve, 300));
    // Twelve seconds of the device's time: it tries again, and does not hammer.
    expect(holder.wire.sent - sent).toBeLessThan(20);
    relay.isFull = false;
    await untilWord(holder, 'synced');
    await untilNotice(holder, 'relayFull', false);
    const slots = opsIn(relay, holder.record).map(
      ({ author, writer, seq }) => `${author}${writer}${seq}`,
    );
    expect(new Set(slots).size).toBe(slots.length);
    await holder.vault.lock();
    await relay.stop();
  });
});

describe('a relay that was begun again', () => {
  test('under a new key is sent nothing before the person says yes; then it has everything, files too, and a reader goes on', async () => {
    const time = new FastTime(20);
    const relay = await MemoryRelay.start({ clock: time.clock });
    const [holder, reader] = [
      await newHolder(relay.url, time),
      await newPractitioner(relay.url, time),
    ];
    await allergy(holder, 'Latex');
    await addPdf(holder, 'Bilan');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, reader);
    const patient = await patientOf(reader, channel);
    await patient.until(({ view }) => view?.entries.length === 2);
    await relay.wipe();
    await Promise.all([untilNotice(holder, 'relayReset'), untilNotice(reader, 'relayReset')]);
    await allergy(holder, 'Iode');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(relay.commits).toEqual([]);
    await untilWord(holder, 'stored');
    must(await holder.vault.run({ type: 'acceptRelay' }));
    must(await reader.vault.run({ type: 'acceptRelay' }));
    await untilWord(holder, 'synced');
    await untilNotice(holder, 'relayReset', false);
    const shown = await patient.until(({ view }) => view?.entries.length === 3);
    const document = shown.view?.entries.find(({ section }) => section === 'documents');
    const handle = { from: 'channel', channel, entry: document?.id ?? ('' as never) } as const;
    const opened = must(await untilOpen(reader, handle));
    const original = Buffer.from(await (await pdfFile()).arrayBuffer());
    expect(Buffer.from(await opened.blob.arrayBuffer()).equals(original)).toBe(true);
    await Promise.all([holder.vault.lock(), reader.vault.lock()]);
    await relay.stop();
  });

  test('twice over, with the key it had, is given everything each time', async () => {
    const time = new FastTime(20);
    const relay = await MemoryRelay.start({ clock: time.clock });
    const holder = await newHolder(relay.url, time);
    await addPdf(holder, 'Bilan');
    await untilWord(holder, 'synced');
    for (const substance of ['Latex', 'Iode', 'Soja']) {
      await relay.wipe(true);
      await allergy(holder, substance);
      await untilRelayHolds(relay, holder);
      await untilWord(holder, 'synced');
    }
    expect((await relay.blobs.list()).length).toBe(1);
    await holder.vault.lock();
    await relay.stop();
  });

  test('from an old copy of itself is told of, and no op is lost on this device', async () => {
    const relay = await MemoryRelay.start();
    const holder = await newHolder(relay.url);
    await allergy(holder, 'Latex');
    await untilWord(holder, 'synced');
    const early = relay.commits.length;
    await allergy(holder, 'Iode');
    await untilWord(holder, 'synced');
    await relay.rollBack(early);
    await untilNotice(holder, 'relayRolledBack');
    await untilWord(holder, 'stored');
    expect(
      holder.disk.table('ops').keys(holder.record, `${holder.record}~`).length,
    ).toBeGreaterThan(2);
    await holder.vault.lock();
    await relay.stop();
  });
});

async function untilOpen(reader: Holder, handle: Parameters<Holder['vault']['openFile']>[0]) {
  for (let tries = 0; ; tries++) {
    const opened = await reader.vault.openFile(handle);
    if (opened.ok || tries > 100) return opened;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every op of the record that the device holds is at the relay. */
async function untilRelayHolds(relay: MemoryRelay, holder: Holder): Promise<void> {
  const own = holder.disk.table('ops').keys(holder.record, `${holder.record}~`).length;
  for (let tries = 0; opsIn(relay, holder.record).length < own; tries++) {
    if (tries > 300) throw new Error('the relay was not given everything');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
