import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filterFromPreset } from '#record/presets.ts';
import type { Command, VaultApi } from '#vault/api.ts';
import { must } from './devices.ts';
import { FastTime } from './fast-time.ts';
import { MemoryRelay } from './memory-relay.ts';
import { newPractitioner, patientOf, untilWord } from './people.ts';
import { acts, answersOf, ask, createRecord, faultyDevice, type Act } from './vault-script.ts';

describe('a commit that the device refuses', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  /** Opens the vault anew from what is on its disk. */
  async function reopen(vault: VaultApi): Promise<void> {
    await vault.lock();
    must(await vault.unlock(''));
  }

  /** An act with each of its commits refused in turn: all of it or nothing, and it can be tried again. */
  async function refuseEachCommit(act: Act, before: readonly Act[]): Promise<number> {
    for (let count = 1; ; count++) {
      const { vault, faults, wire, files } = await faultyDevice(relay.url);
      wire.setOnline(false);
      const record = await createRecord(vault);
      for (const { run } of before) expect(await run(vault, record)).toMatchObject({ ok: true });
      const former = await answersOf(vault, record);
      const formerFiles = await files.names();
      faults.strike(count);
      const done = await act.run(vault, record);
      if (!faults.hasStruck) {
        await vault.lock();
        return count - 1;
      }
      expect(done).toEqual({ ok: false, error: { type: 'DeviceFull' } });
      expect(await answersOf(vault, record)).toBe(former);
      expect(await files.names()).toEqual(formerFiles);
      await reopen(vault);
      expect(await answersOf(vault, record)).toBe(former);
      expect(await act.run(vault, record)).toMatchObject({ ok: true });
      const after = await answersOf(vault, record);
      expect(after).not.toBe(former);
      await reopen(vault);
      expect(await answersOf(vault, record)).toBe(after);
      await vault.lock();
    }
  }

  test.each(acts.map((act, index) => [act.name, index] as const))(
    'leaves nothing of %s, which can be tried again',
    async (_name, index) => {
      const act = acts[index];
      if (!act) throw new Error('no such act');
      expect(await refuseEachCommit(act, acts.slice(0, index))).toBe(1);
    },
  );

  test('leaves nothing of the first opening, which can be tried again', async () => {
    const { vault, faults, wire, disk } = await faultyDevice(relay.url);
    wire.setOnline(false);
    faults.strike(1);
    const create = { type: 'createVault', passphrase: undefined } as const;
    expect(await vault.run(create)).toEqual({ ok: false, error: { type: 'DeviceFull' } });
    expect(disk.everyValue()).toEqual([]);
    expect(await vault.status()).toEqual({ state: 'empty' });
    must(await vault.run(create));
    await vault.lock();
  });

  test('leaves the locks as they were when the passphrase was to change', async () => {
    const { vault, faults, wire } = await faultyDevice(relay.url);
    wire.setOnline(false);
    await createRecord(vault);
    faults.strike(1);
    const command: Command = { type: 'setPassphrase', passphrase: 'correct horse battery' };
    expect(await vault.run(command)).toEqual({ ok: false, error: { type: 'DeviceFull' } });
    await reopen(vault);
    must(await vault.run(command));
    await vault.lock();
    expect(await vault.unlock('')).toMatchObject({ ok: false });
    must(await vault.unlock('correct horse battery'));
    await vault.lock();
  });

  test('while a window is opened leaves no window open, and it can be opened again', async () => {
    const practitioner = await newPractitioner(relay.url);
    const filter = filterFromPreset('generalPractitioner');
    let strikes = 0;
    for (let count = 1; ; count++) {
      const { vault, faults, wire } = await faultyDevice(relay.url);
      const record = await createRecord(vault);
      must(await vault.run({ type: 'sayNone', record, section: 'allergies', none: true }));
      const shown = must(await practitioner.vault.run({ type: 'showPairingCode' }));
      const text = shown.qrText;
      const read = must(await vault.run({ type: 'readPairingCode', text }));
      wire.setOnline(false);
      const { pairing } = read;
      const open = { type: 'openWindow', pairing, record, filter, until: undefined } as const;
      faults.strike(count);
      const done = await vault.run(open);
      if (!faults.hasStruck) break;
      strikes += 1;
      expect(done).toEqual({ ok: false, error: { type: 'DeviceFull' } });
      const states = (await ask(vault, { type: 'channels', record })).map(({ state }) => state);
      expect(states.filter((state) => !['closing', 'closed'].includes(state))).toEqual([]);
      const again = must(await vault.run(open));
      wire.setOnline(true);
      must(await vault.run({ type: 'syncNow' }));
      const patient = await patientOf(practitioner, again.channel);
      await patient.until(({ view }) => view !== undefined);
      await vault.lock();
    }
    expect(strikes).toBe(2);
    await practitioner.vault.lock();
  });

  test('while the relay’s answers are taken loses nothing: what was not kept is read again', async () => {
    let strikes = 0;
    for (let count = 1; count <= 12; count++) {
      const device = await faultyDevice(relay.url, new FastTime(40));
      const { vault, faults, wire } = device;
      wire.setOnline(false);
      const record = await createRecord(vault);
      for (const { run } of acts) await run(vault, record);
      faults.strike(count);
      wire.setOnline(true);
      must(await vault.run({ type: 'syncNow' }));
      await untilWord({ ...device, record }, 'synced');
      if (faults.hasStruck) strikes += 1;
      const before = await answersOf(vault, record);
      await reopen(vault);
      await untilWord({ ...device, record }, 'synced');
      expect(await answersOf(vault, record)).toBe(before);
      await vault.lock();
    }
    expect(strikes).toBeGreaterThan(6);
  });
});
