import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Watched, must } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';
import { newHolder } from './people.ts';

const MIB = 2 ** 20;

/** A text of that size: any content will do, as long as there are many chunks of it. */
const bigFile = (sizeBytes: number): File =>
  new File([new Uint8Array(sizeBytes).fill(0x61)], 'journal.txt', { type: 'text/plain' });

describe('a document that takes long', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('is given up on request while it is sealed, leaves nothing, and can be added after all', async () => {
    const { vault, record, files } = await newHolder(relay.url);
    const progress = await Watched.on(vault, { type: 'progress' });
    const add = {
      type: 'addDocument',
      record,
      fields: { title: 'Journal', category: 'other' },
      work: 'one',
    } as const;
    const adding = vault.run({ ...add, file: bigFile(40 * MIB) });
    await progress.until((all) => all.some(({ id, doneBytes }) => id === 'one' && doneBytes > 0));
    must(await vault.run({ type: 'cancelWork', work: 'one' }));
    expect(await adding).toEqual({ ok: false, error: { type: 'Cancelled' } });
    expect(must(await files.names())).toEqual([]);
    await progress.until((all) => all.length === 0);
    const documents = await Watched.on(vault, { type: 'entries', record, section: 'documents' });
    expect((await documents.until(() => true)).entries).toEqual([]);
    must(await vault.run({ ...add, file: bigFile(MIB) }));
    await documents.until(({ entries }) => entries.length === 1);
    await vault.lock();
  });

  test('is one of several, and the others go on', async () => {
    const { vault, record } = await newHolder(relay.url);
    const add = {
      type: 'addDocument',
      record,
      fields: { title: 'Journal', category: 'other' },
    } as const;
    const adding = ['one', 'two'].map((work) =>
      vault.run({ ...add, work, file: bigFile(8 * MIB) }),
    );
    must(await vault.run({ type: 'cancelWork', work: 'one' }));
    const [one, two] = await Promise.all(adding);
    expect(one).toEqual({ ok: false, error: { type: 'Cancelled' } });
    expect(two?.ok).toBe(true);
    await vault.lock();
  });

  test('says which entry’s file is on its way to the relay, and how far it is', async () => {
    const { vault, record } = await newHolder(relay.url);
    const progress = await Watched.on(vault, { type: 'progress' });
    const add = {
      type: 'addDocument',
      record,
      fields: { title: 'Journal', category: 'other' },
    } as const;
    const { entry } = must(await vault.run({ ...add, file: bigFile(8 * MIB) }));
    const sending = await progress.until((all) => all.some(({ work }) => work === 'sending'));
    expect(sending[0]).toMatchObject({ work: 'sending', entry });
    await progress.until((all) => all.length === 0);
    await vault.lock();
  });
});
