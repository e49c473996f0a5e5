import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idFromBytes, type LogId } from '#base/ids.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import type { LogItem } from '#protocol/messages.ts';
import type { SafetyNotice } from '#vault/api.ts';
import { Watched, must } from './devices.ts';
import { showAnotherHistory, type Rewrite } from './forking-relay.ts';
import { MemoryRelay } from './memory-relay.ts';
import {
  allergy,
  deviceOn,
  newHolder,
  newPractitioner,
  pair,
  patientOf,
  untilWord,
  type Holder,
} from './people.ts';

async function untilNotice(of: Holder, notice: SafetyNotice): Promise<void> {
  const safety = await Watched.on(of.vault, { type: 'safety', record: of.record });
  await safety.until(({ notices }) => notices.includes(notice));
}

const isOp = (item: LogItem, kind: string): boolean => {
  const op = item.type === 'op' ? decodeOp(item.bytes) : undefined;
  return op?.ok === true && op.value.kind === kind;
};

/** Lets `count` of them through, then leaves one out. */
function leaveOut(kind: string, count: number): Rewrite {
  let passed = 0;
  return (item) => (isOp(item, kind) && passed++ === count ? [] : [item]);
}

const stub = (seed: number): LogItem => ({
  type: 'stub',
  relaySeq: 0,
  author: idFromBytes('AuthorId', new Uint8Array(16).fill(seed)),
  writer: idFromBytes('WriterId', new Uint8Array(8).fill(seed)),
  seq: 1,
  hash: idFromBytes('OpHash', new Uint8Array(32).fill(seed)),
});

/** Puts a stub that nobody wrote behind the first place. */
function makeUp(): Rewrite {
  let isFirst = true;
  return (item) => {
    const added = isFirst ? [item, stub(9)] : [item];
    isFirst = false;
    return added;
  };
}

describe('a relay that shows two histories', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  const opened = async (): Promise<{ holder: Holder; reader: Holder; channel: LogId }> => {
    const [holder, reader] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await allergy(holder, 'Latex');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, reader);
    const patient = await patientOf(reader, channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    await reader.vault.lock();
    return { holder, reader, channel };
  };

  test('and keeps one op of a window from its reader is caught at the next, and nothing stale is shown', async () => {
    const { holder, reader, channel } = await opened();
    reader.wire.tamper = showAnotherHistory(relay.key, channel, leaveOut('window', 1));
    must(await reader.vault.unlock(''));
    const patient = await patientOf(reader, channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    await allergy(holder, 'Pollen');
    await untilWord(holder, 'synced');
    await allergy(holder, 'Iode');
    await untilNotice(reader, 'relayForked');
    await patient.until(({ view }) => view === undefined);
    await Promise.all([holder.vault.lock(), reader.vault.lock()]);
  });

  test('is caught by its reader at the first op whose author saw the other one', async () => {
    const { holder, reader, channel } = await opened();
    reader.wire.tamper = showAnotherHistory(relay.key, channel, makeUp());
    must(await reader.vault.unlock(''));
    const patient = await patientOf(reader, channel);
    await patient.until(({ view }) => view?.entries.length === 1);
    await allergy(holder, 'Pollen');
    await untilNotice(reader, 'relayForked');
    await Promise.all([holder.vault.lock(), reader.vault.lock()]);
  });

  test('is caught by the other device of the same person at the first op that crosses', async () => {
    const first = await newHolder(relay.url);
    await allergy(first, 'Latex');
    await untilWord(first, 'synced');
    const disk = first.disk.copy();
    const second: Holder = { ...(await deviceOn(relay.url, disk)), disk, record: first.record };
    must(await second.vault.unlock(''));
    await untilWord(second, 'synced');
    await second.vault.lock();
    // The second device is shown a history where something else stands before what comes.
    const before = relay.commits.length;
    second.wire.tamper = showAnotherHistoryFrom(relay, first.record);
    await allergy(first, 'Iode');
    await untilWord(first, 'synced');
    await allergy(first, 'Soja');
    await untilWord(first, 'synced');
    expect(relay.commits.length).toBeGreaterThan(before);
    must(await second.vault.unlock(''));
    await untilNotice(second, 'relayForked');
    await Promise.all([first.vault.lock(), second.vault.lock()]);
  });
});

/** A history that is the true one up to now, then has a place more. */
function showAnotherHistoryFrom(
  relay: MemoryRelay,
  logId: LogId,
): ReturnType<typeof showAnotherHistory> {
  const items: LogItem[] = relay.commits
    .flat()
    .flatMap((change) =>
      change.type === 'append' && change.log === logId && change.op.bytes
        ? [{ type: 'op', relaySeq: change.op.relaySeq, bytes: change.op.bytes }]
        : [],
    );
  let isFirst = true;
  const rewrite: Rewrite = (item) => {
    if (item.relaySeq <= items.length || !isFirst) return [item];
    isFirst = false;
    return [{ type: 'op', relaySeq: 0, bytes: new Uint8Array(300) }, item];
  };
  const tamper = showAnotherHistory(relay.key, logId, rewrite);
  const inc = relay.commits
    .flat()
    .find((change) => change.type === 'create' && change.log === logId);
  if (inc?.type !== 'create') throw new Error('the relay holds the log');
  const head = { inc: inc.inc, relaySeq: 0, chain: '' as never, signature: new Uint8Array(64) };
  tamper({ type: 'items', logId, items, head });
  return tamper;
}
