import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR_MS } from '#base/time.ts';
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
  untilWord,
} from './people.ts';

describe('what was fetched through a window, by the relay’s own account', () => {
  const time = new FastTime();
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start({ clock: time.clock });
  });
  afterAll(() => relay.stop());

  test('is told to the holder: whose key, in which hour, which documents', async () => {
    const [holder, practitioner] = [
      await newHolder(relay.url, time),
      await newPractitioner(relay.url, time),
    ];
    await allergy(holder, 'Latex');
    const read = await addPdf(holder, 'Bilan lu');
    const unread = await addPdf(holder, 'Bilan non lu');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    const account = await Watched.on(holder.vault, {
      type: 'reads',
      record: holder.record,
      channel,
    });
    const patient = await patientOf(practitioner, channel);
    const { view } = await patient.until((answer) => answer.view?.entries.length === 3);
    const shown = view?.entries.find(({ fields }) => fields['title'] === 'Bilan lu');
    const file = { from: 'channel', channel, entry: shown?.id ?? read } as const;
    must(await practitioner.vault.openFile(file));
    const { lines, toldAt } = await account.until((answer) =>
      answer.lines.some((line) => line.by === 'correspondent' && line.documents.length > 0),
    );
    const theirs = lines.filter(({ by }) => by === 'correspondent');
    expect(theirs.map(({ documents }) => documents)).toEqual([[read]]);
    expect(theirs.every(({ hasWindow, otherFiles }) => hasWindow && otherFiles === 0)).toBe(true);
    expect(theirs.map(({ at }) => at % HOUR_MS)).toEqual([0]);
    expect(toldAt).toBeDefined();
    expect(JSON.stringify(lines)).not.toContain(unread);
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('without the relay, is what it said before', async () => {
    const [holder, practitioner] = [
      await newHolder(relay.url, time),
      await newPractitioner(relay.url, time),
    ];
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    const query = { type: 'reads', record: holder.record, channel } as const;
    const account = await Watched.on(holder.vault, query);
    const told = await account.until(({ toldAt }) => toldAt !== undefined);
    holder.wire.setOnline(false);
    const later = await Watched.on(holder.vault, query);
    const still = await later.until(() => true);
    expect(still.toldAt).toBeGreaterThanOrEqual(told.toldAt ?? 0);
    const strange = await Watched.on(holder.vault, { ...query, channel: holder.record });
    await expect
      .poll(() => strange.latest)
      .toEqual({ ok: false, error: { type: 'UnknownChannel' } });
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });
});
