import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EntryId, LogId } from '#base/ids.ts';
import type { VaultApi } from '#vault/api.ts';
import { RelayOnDisk, Watched, device, must } from './devices.ts';

const bulletin = 'tests/fixtures/files/compte-rendu.jpg';

type Life = {
  readonly vault: VaultApi;
  readonly record: LogId;
  readonly document: EntryId;
  readonly words: string;
};

/** A record with a few entries and a file, its kit confirmed, everything at the relay. */
async function live(url: string, kept: Parameters<typeof device>[1] = {}): Promise<Life> {
  const { vault } = await device(url, kept);
  const { record } = must(await vault.run({ type: 'createVault', passphrase: 'pomme verte 42' }));
  const add = { type: 'addEntry', record } as const;
  must(await vault.run({ ...add, section: 'identity', fields: { usedGivenName: 'Camille' } }));
  must(await vault.run({ ...add, section: 'allergies', fields: { substance: 'Pénicilline' } }));
  const file = new File([await readFile(bulletin)], 'compte-rendu.jpg');
  const fields = { title: 'Compte rendu', category: 'reports' };
  const added = must(await vault.run({ type: 'addDocument', record, file, fields }));
  const { words } = must(await vault.run({ type: 'revealKit' }));
  const answers = [3, 9].map((position) => ({ position, word: words[position - 1] ?? '' }));
  must(await vault.run({ type: 'confirmKit', answers }));
  const safety = await Watched.on(vault, { type: 'safety', record });
  await safety.until(({ word }) => word !== 'stored');
  return { vault, record, document: added.entry, words: words.join(' ') };
}

async function expectSameRecord(vault: VaultApi, { record, document }: Life): Promise<void> {
  const allergies = await Watched.on(vault, { type: 'entries', record, section: 'allergies' });
  await allergies.until(({ entries }) => entries[0]?.fields['substance'] === 'Pénicilline');
  const safety = await Watched.on(vault, { type: 'safety', record });
  await safety.until(({ word }) => word !== 'stored');
  const opened = must(await vault.openFile({ from: 'record', record, entry: document }));
  const original = await readFile(bulletin);
  expect(original.equals(Buffer.from(await opened.blob.arrayBuffer()))).toBe(true);
}

describe('a record comes back', () => {
  let relay: RelayOnDisk;
  beforeAll(async () => {
    relay = await RelayOnDisk.start();
  });
  afterAll(() => relay.dispose());

  test('from the twelve words alone on an empty device, which then writes on', async () => {
    const life = await live(relay.url);
    await life.vault.lock();
    const { vault } = await device(relay.url);
    const lock = { passphrase: 'une autre phrase' };
    // The box goes to the relay at the first connection after the kit is confirmed.
    let restored = await vault.run({ type: 'restoreFromWords', words: life.words, lock });
    for (let tries = 0; !restored.ok && tries < 20; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      restored = await vault.run({ type: 'restoreFromWords', words: life.words, lock });
    }
    expect(must(restored).record).toBe(life.record);
    await expectSameRecord(vault, life);
    const fields = { label: 'Amlodipine' };
    const { record } = life;
    must(await vault.run({ type: 'addEntry', record, section: 'treatments', fields }));
    const safety = await Watched.on(vault, { type: 'safety', record });
    await safety.until(({ word, waiting }) => word === 'synced' && waiting === 0);
    await vault.lock();
  });

  test('from an archive and the words, with no network at all', async () => {
    const life = await live(relay.url);
    const { archive } = must(await life.vault.run({ type: 'makeArchive' }));
    const checked = must(await life.vault.run({ type: 'checkArchive', archive }));
    expect(checked.isWhole).toBe(true);
    const safety = await Watched.on(life.vault, { type: 'safety', record: life.record });
    await safety.until(({ word }) => word === 'backedUp');
    await life.vault.lock();
    const { vault } = await device('http://localhost:9');
    const lock = { passphrase: 'une autre phrase' };
    const { words } = life;
    must(await vault.run({ type: 'restoreFromArchive', archive, words, lock }));
    const allergies = await Watched.on(vault, {
      type: 'entries',
      record: life.record,
      section: 'allergies',
    });
    await allergies.until(({ entries }) => entries.length === 1);
    const opened = must(
      await vault.openFile({ from: 'record', record: life.record, entry: life.document }),
    );
    const original = await readFile(bulletin);
    expect(original.equals(Buffer.from(await opened.blob.arrayBuffer()))).toBe(true);
    await vault.lock();
  });

  test('from this very device, whose phrase is forgotten', async () => {
    const first = await device(relay.url);
    const life = await live(relay.url, first);
    await life.vault.lock();
    const { vault } = await device(relay.url, first);
    expect((await vault.unlock('je ne sais plus')).ok).toBe(false);
    const lock = { passphrase: 'la nouvelle phrase' };
    must(await vault.run({ type: 'rebuildFromDevice', words: life.words, lock }));
    await expectSameRecord(vault, life);
    await vault.lock();
    expect((await vault.unlock('pomme verte 42')).ok).toBe(false);
    must(await vault.unlock('la nouvelle phrase'));
    await expectSameRecord(vault, life);
    await vault.lock();
  });

  test('a renewed storage key leaves the record as it was, and the former phrase without effect', async () => {
    const first = await device(relay.url);
    const life = await live(relay.url, first);
    const lock = { passphrase: 'personne ne l’a vue' };
    must(await life.vault.run({ type: 'renewStorageKey', lock }));
    await expectSameRecord(life.vault, life);
    await life.vault.lock();
    expect((await life.vault.unlock('pomme verte 42')).ok).toBe(false);
    must(await life.vault.unlock('personne ne l’a vue'));
    await expectSameRecord(life.vault, life);
    await life.vault.lock();
  });

  test('wrong words open nothing and write nothing', async () => {
    const life = await live(relay.url);
    await life.vault.lock();
    const { vault } = await device(relay.url);
    const lock = undefined;
    const [first = '', ...others] = life.words.split(' ');
    const typo = [`${first}x`, ...others].join(' ');
    const unknown = await vault.run({ type: 'restoreFromWords', words: typo, lock });
    expect(unknown).toMatchObject({ error: { type: 'UnknownWord', position: 1 } });
    const swapped = [...others, first].join(' ');
    expect((await vault.run({ type: 'restoreFromWords', words: swapped, lock })).ok).toBe(false);
    expect(await vault.status()).toEqual({ state: 'empty' });
    must(await vault.run({ type: 'createVault', passphrase: undefined }));
    await vault.lock();
  });

  test('an archive cut short, altered, or of something else is refused whole', async () => {
    const life = await live(relay.url);
    const { archive } = must(await life.vault.run({ type: 'makeArchive' }));
    await life.vault.lock();
    const bytes = new Uint8Array(await archive.arrayBuffer());
    const altered = bytes.slice();
    altered[bytes.length >> 1] = (altered[bytes.length >> 1] ?? 0) ^ 1;
    const { vault } = await device(relay.url);
    const run = async (damaged: BlobPart) =>
      vault.run({
        type: 'restoreFromArchive',
        archive: new Blob([damaged]),
        words: life.words,
        lock: undefined,
      });
    expect(await run(bytes.slice(0, -1))).toMatchObject({ error: { type: 'ArchiveDamaged' } });
    expect(await run(altered)).toMatchObject({ error: { type: 'ArchiveDamaged' } });
    expect(await run('bonjour')).toMatchObject({ error: { type: 'NotAnArchive' } });
    expect(await vault.status()).toEqual({ state: 'empty' });
  });
});
