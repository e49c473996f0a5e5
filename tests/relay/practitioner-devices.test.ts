import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS } from '#base/time.ts';
import { Watched, device, must } from './devices.ts';
import { FastTime } from './fast-time.ts';
import { MemoryRelay } from './memory-relay.ts';
import {
  allergy,
  doctor,
  newHolder,
  newPractitioner,
  pair,
  patientOf,
  untilWord,
  type Holder,
} from './people.ts';

describe('a practitioner with two devices', () => {
  let relay: MemoryRelay;
  const time = new FastTime(1);
  const clock = { clock: time.clock, timers: time.timers };
  beforeAll(async () => {
    relay = await MemoryRelay.start({ clock: time.clock });
  });
  afterAll(() => relay.stop());

  async function secondDevice(of: Holder): Promise<Pick<Holder, 'vault'>> {
    const { vault } = await device(relay.url, {}, clock);
    const shown = must(await vault.run({ type: 'showDeviceCode', name: 'Cabinet' }));
    const read = must(await of.vault.run({ type: 'readDeviceCode', text: shown.qrText }));
    must(await vault.run({ type: 'awaitDeviceWords', pairing: shown.pairing }));
    const joining = vault.run({ type: 'joinNotebook', pairing: shown.pairing, lock: undefined });
    must(await of.vault.run({ type: 'admitDevice', pairing: read.pairing, same: true }));
    must(await joining);
    return { vault };
  }

  test('has one identity, the same patients and the same last visit on both', async () => {
    const practitioner = await newPractitioner(relay.url, clock);
    const holder = await newHolder(relay.url, clock);
    await allergy(holder, 'Latex');
    await untilWord(holder, 'synced');
    const other = await secondDevice(practitioner);
    const identity = await Watched.on(other.vault, { type: 'professional' });
    await identity.until((known) => known?.name === doctor.name);
    // Paired on the one after the other has joined: it comes through the keyring.
    const { channel } = await pair(holder, practitioner);
    const here = await patientOf(practitioner, channel);
    await here.until(({ view }) => view?.entries.length === 1);
    const there = await Watched.on(other.vault, { type: 'patients' });
    await there.until((patients) => patients.some((each) => each.channel === channel));
    const seen = await patientOf(other, channel);
    await seen.until(({ view }) => view?.entries.length === 1);

    must(await practitioner.vault.run({ type: 'lookAtPatient', channel }));
    await untilWord(practitioner, 'synced');
    time.jump(3 * DAY_MS);
    await allergy(holder, 'Iode');
    const { since } = await seen.until(({ since: known }) => known?.added.length === 1);
    expect(since).toMatchObject({ changed: [], removed: 0 });

    must(await holder.vault.run({ type: 'closeChannel', channel }));
    await seen.until(({ summary, view }) => summary.state === 'closed' && view === undefined);
    const vaults = [holder.vault, practitioner.vault, other.vault];
    await Promise.all(vaults.map((vault) => vault.lock()));
  });

  test('corrects the identity on one, and both show a patient the new one', async () => {
    const practitioner = await newPractitioner(relay.url, clock);
    const other = await secondDevice(practitioner);
    const professional = { ...doctor, place: 'Rennes' };
    must(await other.vault.run({ type: 'setProfessional', professional }));
    const identity = await Watched.on(practitioner.vault, { type: 'professional' });
    await identity.until((known) => known?.place === 'Rennes');
    await Promise.all([practitioner.vault.lock(), other.vault.lock()]);
  });
});
