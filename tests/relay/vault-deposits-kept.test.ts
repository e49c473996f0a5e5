import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EntryId } from '#base/ids.ts';
import { device, must } from './devices.ts';
import {
  accept,
  bytesOfDocument,
  depositNote,
  depositPdf,
  endCare,
  inCare,
  proofOf,
  waitingAs,
} from './deposit-people.ts';
import { MemoryRelay } from './memory-relay.ts';
import { allergy, untilWord } from './people.ts';

let relay: MemoryRelay;
beforeAll(async () => {
  relay = await MemoryRelay.start();
});
afterAll(() => relay.stop());

test('what was accepted verifies after a snapshot, from an archive and from the words', async () => {
  const care = await inCare(relay.url, { opsBeforeSnapshot: 8 });
  const { holder } = care;
  const { vault, record } = holder;
  const entries: EntryId[] = [];
  await depositPdf(care, 'Échographie');
  await depositNote(care, 'Note');
  for (const title of ['Échographie', 'Note']) {
    const { deposit } = await waitingAs(care, title);
    await accept(care, deposit);
    entries.push(deposit);
  }
  const { words } = must(await vault.run({ type: 'revealKit' }));
  const answers = [3, 9].map((position) => ({ position, word: words[position - 1] ?? '' }));
  must(await vault.run({ type: 'confirmKit', answers }));
  for (let n = 0; n < 12; n++) await allergy(holder, `Allergie ${String(n)}`);
  await untilWord(holder, 'synced');
  const { archive } = must(await vault.run({ type: 'makeArchive' }));
  const expected = await Promise.all(entries.map((entry) => bytesOfDocument(holder, entry)));
  await endCare(care);
  const kit = { words: words.join(' '), lock: undefined };
  const fromArchive = (await device('http://localhost:9')).vault;
  must(await fromArchive.run({ type: 'restoreFromArchive', archive, ...kit }));
  const fromWords = (await device(relay.url)).vault;
  must(await fromWords.run({ type: 'restoreFromWords', ...kit }));
  for (const there of [fromArchive, fromWords]) {
    for (const [index, entry] of entries.entries()) {
      const of = { vault: there, record };
      await expect.poll(() => bytesOfDocument(of, entry).catch(() => '')).toBe(expected[index]);
      expect(await proofOf(of, entry)).toMatchObject({ verdict: 'verified' });
    }
    await there.lock();
  }
});
