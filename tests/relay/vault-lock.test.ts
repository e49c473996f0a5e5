import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filterFromPreset } from '#record/presets.ts';
import { Watched, must } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';
import { allergy, namesIn, newHolder, newPractitioner, untilWord, type Holder } from './people.ts';
import { answersOf } from './vault-script.ts';

const bigFile = (): File =>
  new File(['%PDF-1.7\n', new Uint8Array(3_000_000).fill(65)], 'gros.pdf');
const fields = { title: 'Bilan', category: 'laboratory' };
const passphrase = 'correct horse battery';

async function relock({ vault }: Holder, secret = ''): Promise<void> {
  await vault.lock();
  must(await vault.unlock(secret));
}

describe('a vault that is locked', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('while acts are under way does each of them whole or not at all, and opens again', async () => {
    for (let round = 0; round < 6; round++) {
      const holder = await newHolder(relay.url);
      const { vault, record } = holder;
      const adding = [
        ...['a', 'b', 'c', 'd'].map((name) => allergy(holder, name).then(() => name)),
        vault.run({ type: 'addDocument', record, file: bigFile(), fields }),
      ];
      for (let turns = 0; turns < round * 3; turns++) await Promise.resolve();
      await vault.lock();
      const settled = await Promise.allSettled(adding);
      must(await vault.unlock(''));
      const names = await namesIn(holder, 'allergies', 'substance');
      const done = settled.slice(0, 4).filter(({ status }) => status === 'fulfilled').length;
      expect(names.length).toBe(done);
      await untilWord(holder, 'synced');
      const before = await answersOf(vault, record);
      await relock(holder);
      await untilWord(holder, 'synced');
      expect(await answersOf(vault, record)).toBe(before);
      await vault.lock();
    }
  });

  test('while its passphrase changes opens with the one or the other, and has lost nothing', async () => {
    for (const wait of [0, 5, 60]) {
      const holder = await newHolder(relay.url);
      const { vault } = holder;
      await allergy(holder, 'Latex');
      const changing = vault.run({ type: 'setPassphrase', passphrase });
      await new Promise((resolve) => setTimeout(resolve, wait));
      await vault.lock();
      const changed = await changing;
      must(await vault.unlock(changed.ok ? passphrase : ''));
      expect(await namesIn(holder, 'allergies', 'substance')).toEqual(['"Latex"']);
      await vault.lock();
    }
  });

  test('while its storage key is made anew, with acts and the relay at work, loses nothing that was confirmed', async () => {
    const holder = await newHolder(relay.url);
    const { vault, record } = holder;
    await untilWord(holder, 'synced');
    const confirmed: string[] = [];
    const person = { isTired: false };
    const writing = (async () => {
      for (let number = 0; !person.isTired; number++) {
        const name = `n${String(number)}`;
        const substance = { substance: name, severity: 'mild' };
        const added = await vault.run({
          type: 'addEntry',
          record,
          section: 'allergies',
          fields: substance,
        });
        if (added.ok) confirmed.push(JSON.stringify(name));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    for (let times = 0; times < 3; times++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      must(await vault.run({ type: 'renewStorageKey', lock: undefined }));
    }
    person.isTired = true;
    await writing;
    await untilWord(holder, 'synced');
    await relock(holder);
    expect(confirmed.length).toBeGreaterThan(5);
    expect(await namesIn(holder, 'allergies', 'substance')).toEqual(confirmed.sort());
    await vault.lock();
  });

  test('while its code is answered takes the answer when it opens again', async () => {
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await untilWord(holder, 'synced');
    const code = must(await practitioner.vault.run({ type: 'showPairingCode' }));
    const read = must(await holder.vault.run({ type: 'readPairingCode', text: code.qrText }));
    const { record } = holder;
    const filter = filterFromPreset('emergency');
    const open = { type: 'openWindow', pairing: read.pairing, record, filter } as const;
    const [opened] = await Promise.all([
      holder.vault.run({ ...open, until: undefined }),
      practitioner.vault.lock(),
    ]);
    const { channel, words } = must(opened);
    await new Promise((resolve) => setTimeout(resolve, 100));
    must(await practitioner.vault.unlock(''));
    const pairing = await Watched.on(practitioner.vault, {
      type: 'pairing',
      pairing: code.pairing,
    });
    const answered = await pairing.until(({ state }) => state === 'answered');
    expect(answered).toMatchObject({ channel, words });
    await relock(practitioner);
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('does not wait for a relay that never answers', async () => {
    const holder = await newHolder(relay.url);
    await untilWord(holder, 'synced');
    const { vault, record, wire } = holder;
    wire.tamper = (message) => (message.type === 'blobToken' ? undefined : message);
    must(await vault.run({ type: 'addDocument', record, file: bigFile(), fields }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const locked = await Promise.race([
      vault.lock().then(() => 'locked'),
      new Promise((resolve) => setTimeout(resolve, 3_000, 'waiting')),
    ]);
    expect(locked).toBe('locked');
    expect(await vault.run({ type: 'syncNow' })).toEqual({ ok: false, error: { type: 'Locked' } });
  });
});
