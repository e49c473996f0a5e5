import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogId } from '#base/ids.ts';
import type { VaultApi } from '#vault/api.ts';
import { RelayOnDisk, Watched, device, must } from './devices.ts';

const lock = undefined;

async function newNotebook(url: string): Promise<{ vault: VaultApi; record: LogId }> {
  const { vault } = await device(url);
  const { record } = must(await vault.run({ type: 'createVault', passphrase: undefined }));
  const fields = { substance: 'Pénicilline' };
  must(await vault.run({ type: 'addEntry', record, section: 'allergies', fields }));
  const safety = await Watched.on(vault, { type: 'safety', record });
  await safety.until(({ word }) => word === 'synced');
  return { vault, record };
}

describe('a second device', () => {
  let relay: RelayOnDisk;
  beforeAll(async () => {
    relay = await RelayOnDisk.start();
  });
  afterAll(() => relay.dispose());

  test('joins by its code, and edits of both sides merge field by field', async () => {
    const { vault: first, record } = await newNotebook(relay.url);
    const { vault: second } = await device(relay.url);
    const shown = must(await second.run({ type: 'showDeviceCode', name: 'Téléphone' }));
    const typed = shown.code.toLowerCase().replace(/(.{4})/g, '$1 ');
    const read = must(await first.run({ type: 'readDeviceCode', text: typed }));
    expect(read.name).toBe('Téléphone');
    const heard = must(await second.run({ type: 'awaitDeviceWords', pairing: shown.pairing }));
    expect(heard.words).toEqual(read.words);
    const joining = second.run({ type: 'joinNotebook', pairing: shown.pairing, lock });
    must(await first.run({ type: 'admitDevice', pairing: read.pairing, same: true }));
    expect(must(await joining).record).toBe(record);

    const query = { type: 'entries', record, section: 'allergies' } as const;
    const [here, there] = [await Watched.on(first, query), await Watched.on(second, query)];
    const [entry] = (await there.until(({ entries }) => entries.length === 1)).entries;
    if (!entry) throw new Error('the entry is there');
    const change = { type: 'changeEntry', record, entry: entry.id } as const;
    must(await first.run({ ...change, fields: { reaction: 'urticaire' } }));
    must(await second.run({ ...change, fields: { severity: 'severe' } }));
    const isWhole = ({ entries }: { entries: readonly { fields: object }[] }): boolean =>
      entries.some(({ fields }) => 'reaction' in fields && 'severity' in fields);
    await here.until(isWhole);
    await there.until(isWhole);

    const devices = await Watched.on(first, { type: 'devices' });
    const listed = await devices.until((all) => all.length === 2);
    expect(listed.find(({ isThis }) => !isThis)?.name).toBe('Téléphone');
    await Promise.all([first.lock(), second.lock()]);
  });

  test('is given nothing when the words differ', async () => {
    const { vault: first } = await newNotebook(relay.url);
    const { vault: second } = await device(relay.url);
    const shown = must(await second.run({ type: 'showDeviceCode', name: 'Inconnu' }));
    const read = must(await first.run({ type: 'readDeviceCode', text: shown.qrText }));
    must(await second.run({ type: 'awaitDeviceWords', pairing: shown.pairing }));
    const joining = second.run({ type: 'joinNotebook', pairing: shown.pairing, lock });
    must(await first.run({ type: 'admitDevice', pairing: read.pairing, same: false }));
    const devices = await Watched.on(first, { type: 'devices' });
    expect(await devices.until(() => true)).toHaveLength(1);
    expect(await joining).toEqual({ ok: false, error: { type: 'WordsDiffer' } });
    must(await second.run({ type: 'stopDeviceCode', pairing: shown.pairing }));
    expect(await second.status()).toEqual({ state: 'empty' });
    await first.lock();
  });

  test('has a name from the first, which any device may change', async () => {
    const { vault: first } = await device(relay.url);
    const create = { type: 'createVault', passphrase: undefined } as const;
    must(await first.run({ ...create, deviceName: 'Ordinateur' }));
    const devices = await Watched.on(first, { type: 'devices' });
    const [own] = await devices.until((all) => all.length === 1);
    expect(own).toMatchObject({ name: 'Ordinateur', isThis: true, isLeaving: false });
    expect(own?.since).toBeGreaterThan(0);
    const renamed = { type: 'renameDevice', device: own?.device ?? '', name: ' Bureau ' } as const;
    must(await first.run(renamed));
    await devices.until(([only]) => only?.name === 'Bureau');
    expect(await first.run({ ...renamed, device: '0'.repeat(32) })).toMatchObject({
      error: { type: 'UnknownDevice' },
    });
    expect(await first.run({ type: 'removeDevice', device: own?.device ?? '' })).toMatchObject({
      error: { type: 'UnknownDevice' },
    });
    await first.lock();
  });

  test('a wrong code, a code of another sort and a used code each say what they are', async () => {
    const { vault: first } = await newNotebook(relay.url);
    const { vault: second } = await device(relay.url);
    const shown = must(await second.run({ type: 'showDeviceCode', name: '' }));
    const wrong = `${shown.code.slice(0, -2)}00`;
    expect(await first.run({ type: 'readDeviceCode', text: wrong })).toMatchObject({ ok: false });
    expect(await first.run({ type: 'readDeviceCode', text: 'bonjour' })).toMatchObject({
      error: { type: 'NotAPairingCode' },
    });
    expect(await first.run({ type: 'readPairingCode', text: shown.qrText })).toMatchObject({
      error: { type: 'PairingCodeOfOtherSort' },
    });
    must(await first.run({ type: 'readDeviceCode', text: shown.qrText }));
    expect(await first.run({ type: 'readDeviceCode', text: shown.qrText })).toMatchObject({
      error: { type: 'PairingAlreadyUsed' },
    });
    await first.lock();
  });

  test('knows of the kit that the first one confirmed', async () => {
    const { vault: first } = await newNotebook(relay.url);
    const { vault: second } = await device(relay.url);
    const shown = must(await second.run({ type: 'showDeviceCode', name: '' }));
    const read = must(await first.run({ type: 'readDeviceCode', text: shown.qrText }));
    must(await second.run({ type: 'awaitDeviceWords', pairing: shown.pairing }));
    const joining = second.run({ type: 'joinNotebook', pairing: shown.pairing, lock });
    must(await first.run({ type: 'admitDevice', pairing: read.pairing, same: true }));
    must(await joining);
    const { words } = must(await first.run({ type: 'revealKit' }));
    const answers = [1, 12].map((position) => ({ position, word: words[position - 1] ?? '' }));
    must(await first.run({ type: 'confirmKit', answers }));
    const kit = await Watched.on(second, { type: 'kit' });
    await kit.until(({ state }) => state === 'confirmed');
    await Promise.all([first.lock(), second.lock()]);
  });
});
