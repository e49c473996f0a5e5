import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR_MS, instant } from '#base/time.ts';
import { openOp } from '#protocol/op-codec.ts';
import { localDay, nextDayStart } from '#record/civil.ts';
import { filterFromPreset } from '#record/presets.ts';
import { Watched, must } from './devices.ts';
import { FastTime } from './fast-time.ts';
import { MemoryRelay } from './memory-relay.ts';
import {
  add,
  addPdf,
  allergy,
  newHolder,
  newPractitioner,
  pair,
  patientOf,
  untilWord,
  type Holder,
} from './people.ts';
import { opsIn } from './relay-dump.ts';
import { readerKeysOf } from './vault-keys.ts';

const preset = filterFromPreset('generalPractitioner');

async function channelState(holder: Holder, state: string): Promise<void> {
  const channels = await Watched.on(holder.vault, { type: 'channels', record: holder.record });
  await channels.until(([first]) => first?.state === state);
}

describe('a window', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('opened with no network is delivered, and filled, once there is one', async () => {
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await allergy(holder, 'Latex');
    await untilWord(holder, 'synced');
    const code = must(await practitioner.vault.run({ type: 'showPairingCode' }));
    const read = must(await holder.vault.run({ type: 'readPairingCode', text: code.qrText }));
    holder.wire.setOnline(false);
    const { record } = holder;
    const opened = must(
      await holder.vault.run({
        type: 'openWindow',
        pairing: read.pairing,
        record,
        filter: preset,
        until: undefined,
      }),
    );
    expect(opened.words).toHaveLength(4);
    await channelState(holder, 'sending');
    holder.wire.setOnline(true);
    must(await holder.vault.run({ type: 'syncNow' }));
    const patient = await patientOf(practitioner, opened.channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    await channelState(holder, 'open');
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('what was hidden before there was a network again never goes out', async () => {
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view !== undefined);
    const seen: string[] = [];
    await practitioner.vault.watch({ type: 'patient', channel }, (answer) => {
      seen.push(JSON.stringify(answer));
    });
    holder.wire.setOnline(false);
    const secret = await allergy(holder, 'Secret');
    const file = await addPdf(holder, 'Secret aussi');
    const { record } = holder;
    for (const entry of [secret, file]) {
      must(await holder.vault.run({ type: 'markEntry', record, entry, hidden: true }));
    }
    await allergy(holder, 'Latex');
    holder.wire.setOnline(true);
    must(await holder.vault.run({ type: 'syncNow' }));
    await patient.until(({ view }) => view?.entries.length === 1);
    await untilWord(holder, 'synced');
    expect(seen.join()).not.toContain('Secret');
    const keys = await readerKeysOf(practitioner.disk, channel);
    const published = opsIn(relay, channel).map((op) => openOp(op, keys.logKey));
    const texts = published.map((body) =>
      body.ok ? Buffer.from(body.value.payload).toString('utf8') : '',
    );
    expect(texts.join()).toContain('Latex');
    expect(texts.join()).not.toContain('Secret');
    const attached = relay.commits.flat().filter((change) => change.type === 'setReference');
    expect(attached.filter(({ reference }) => reference.log === channel)).toEqual([]);
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('closed with no network is closed for its reader once there is one', async () => {
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await allergy(holder, 'Latex');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    holder.wire.setOnline(false);
    must(await holder.vault.run({ type: 'closeChannel', channel }));
    await channelState(holder, 'closing');
    await holder.vault.lock();
    must(await holder.vault.unlock(''));
    holder.wire.setOnline(true);
    must(await holder.vault.run({ type: 'syncNow' }));
    await patient.until(({ summary, view }) => summary.state === 'closed' && view === undefined);
    await channelState(holder, 'closed');
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('closed while its reader was away is closed when they come back', async () => {
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await allergy(holder, 'Latex');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    await practitioner.vault.lock();
    must(await holder.vault.run({ type: 'closeChannel', channel }));
    await channelState(holder, 'closed');
    must(await practitioner.vault.unlock(''));
    await patient.until(({ summary, view }) => summary.state === 'closed' && view === undefined);
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('closed, with the relay’s answer lost, does not stay “closing”', async () => {
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    holder.wire.tamper = (message) =>
      message.type === 'erased' || (message.type === 'ack' && message.logId === channel)
        ? undefined
        : message;
    must(await holder.vault.run({ type: 'closeChannel', channel }));
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ summary }) => summary.state === 'closed');
    await channelState(holder, 'closing');
    holder.wire.tamper = (message) => message;
    holder.wire.cut();
    await channelState(holder, 'closed');
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('whose words were judged not the same is closed', async () => {
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await allergy(holder, 'Latex');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    must(await holder.vault.run({ type: 'judgeWords', channel, same: false }));
    await patient.until(({ summary, view }) => summary.state === 'closed' && view === undefined);
    await channelState(holder, 'closed');
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('whose time is over shows nothing, and its holder has it erased at the next connection', async () => {
    const time = new FastTime(1);
    const timed = await MemoryRelay.start({ clock: time.clock });
    const clock = { clock: time.clock, timers: time.timers };
    const holder = await newHolder(timed.url, clock);
    const practitioner = await newPractitioner(timed.url, clock);
    await allergy(holder, 'Latex');
    await untilWord(holder, 'synced');
    const until = instant(time.clock.now() + HOUR_MS);
    const { channel } = await pair(holder, practitioner, preset, until);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    time.jump(2 * HOUR_MS);
    holder.wire.cut();
    practitioner.wire.cut();
    await channelState(holder, 'expired');
    await patient.until(({ summary, view }) => summary.state === 'expired' && view === undefined);
    await untilTrue(() => timed.commits.flat().some((change) => change.type === 'erase'));
    const erased = timed.commits.flat().filter((change) => change.type === 'erase');
    expect(erased.map(({ log }) => log)).toEqual([channel]);
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    await timed.stop();
  });

  test('read while the relay is wiped is not said to be closed, and comes back with its holder', async () => {
    const own = await MemoryRelay.start();
    const [holder, practitioner] = [await newHolder(own.url), await newPractitioner(own.url)];
    await allergy(holder, 'Latex');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    const states: string[] = [];
    await practitioner.vault.watch({ type: 'patient', channel }, (answer) => {
      if (answer.ok) states.push(answer.value.summary.state);
    });
    holder.wire.setOnline(false);
    await own.wipe();
    const notices = await Watched.on(practitioner.vault, {
      type: 'safety',
      record: practitioner.record,
    });
    await notices.until(({ notices: raised }) => raised.includes('relayReset'), 60_000);
    must(await practitioner.vault.run({ type: 'acceptRelay' }));
    await patient.until(({ summary, view }) => summary.state === 'away' && view === undefined);
    await practitioner.vault.lock();
    must(await practitioner.vault.unlock(''));
    await patient.until(({ summary }) => summary.state === 'away');
    holder.wire.setOnline(true);
    must(await holder.vault.run({ type: 'syncNow' }));
    const seen = await Watched.on(holder.vault, { type: 'safety', record: holder.record });
    await seen.until(({ notices: raised }) => raised.includes('relayReset'), 60_000);
    must(await holder.vault.run({ type: 'acceptRelay' }));
    await patient.until(({ view }) => view?.entries.length === 1, 60_000);
    expect(states).not.toContain('closed');
    // From here on the new relay is the one that knows: what it does not hold was closed.
    must(await holder.vault.run({ type: 'closeChannel', channel }));
    await patient.until(({ summary }) => summary.state === 'closed');
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    await own.stop();
  });

  test('ends for both sides at its moment, with no network and nobody’s act', async () => {
    const time = new FastTime(1);
    const timed = await MemoryRelay.start({ clock: time.clock });
    const clock = { clock: time.clock, timers: time.timers };
    const holder = await newHolder(timed.url, clock);
    const practitioner = await newPractitioner(timed.url, clock);
    await allergy(holder, 'Latex');
    await untilWord(holder, 'synced');
    const end = instant(time.clock.now() + 3_000);
    const { channel } = await pair(holder, practitioner, preset, end);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    holder.wire.setOnline(false);
    practitioner.wire.setOnline(false);
    await patient.until(({ summary, view }) => summary.state === 'expired' && view === undefined);
    await channelState(holder, 'expired');
    // Read again from the disk: its keys are gone, and it did end rather than being closed.
    await practitioner.vault.lock();
    must(await practitioner.vault.unlock(''));
    await patient.until(({ summary }) => summary.state === 'expired');
    await expect(readerKeysOf(practitioner.disk, channel)).rejects.toThrow();
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    await timed.stop();
  });

  test('without end says when its holder last left it open', async () => {
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    const query = { type: 'channels', record: holder.record } as const;
    const channels = await Watched.on(holder.vault, query);
    await channels.until(([first]) => first?.keptAt === undefined);
    must(await holder.vault.run({ type: 'keepWindow', channel }));
    await channels.until(([first]) => first?.keptAt !== undefined);
    must(await holder.vault.run({ type: 'closeChannel', channel }));
    expect(await holder.vault.run({ type: 'keepWindow', channel })).toMatchObject({ ok: false });
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('that shows only what goes on drops at midnight what ended the day before', async () => {
    const time = new FastTime(40);
    const timed = await MemoryRelay.start({ clock: time.clock });
    const clock = { clock: time.clock, timers: time.timers };
    const holder = await newHolder(timed.url, clock);
    const practitioner = await newPractitioner(timed.url, clock);
    const today = localDay(time.clock.now(), 'Europe/Paris');
    await add(holder, 'treatments', { label: 'Amoxicilline', end: today });
    await add(holder, 'treatments', { label: 'Amlodipine' });
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner, filterFromPreset('emergency'));
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 2);
    time.jump(nextDayStart(time.clock.now(), 'Europe/Paris') - time.clock.now());
    const { view } = await patient.until((state) => state.view?.entries.length === 1, 60_000);
    expect(view?.entries[0]?.fields['label']).toBe('Amlodipine');
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    await timed.stop();
  });
});

async function untilTrue(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
}
