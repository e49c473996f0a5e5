import { describe, expect, test } from 'vitest';
import { instant } from '#base/time.ts';
import type { MailboxId } from '#base/ids.ts';
import { limits } from '#protocol/limits.ts';
import { Mailboxes } from '#relay/mailboxes.ts';
import { GroupCommit } from '#relay/storage/group-commit.ts';
import { createMemoryStorage } from '#relay/storage/memory.ts';

const NAME = 'ab'.repeat(16) as MailboxId;
const bytes = (n: number): Uint8Array<ArrayBuffer> => Uint8Array.of(n);
const never = new AbortController().signal;

function subject(maxBytes?: number) {
  const disk = { hasRoom: true };
  let now = 0;
  const timers: (() => void)[] = [];
  const storage = createMemoryStorage(maxBytes);
  const writer = new GroupCommit({ storage, defer: setImmediate, fatal: () => undefined });
  const mailboxes = new Mailboxes({
    storage,
    writer,
    clock: { now: () => instant(now) },
    room: { hasRoom: () => disk.hasRoom, maxLogBytes: 0 },
    after: (ms, act) => {
      const fire = (): void => {
        now += ms;
        act();
      };
      timers.push(fire);
      return () => timers.splice(timers.indexOf(fire), 1);
    },
  });
  return { mailboxes, timers, disk, pass: (ms: number): number => (now += ms) };
}

describe('mailboxes', () => {
  test.each([
    ['proven', limits.mailboxMs],
    ['unproven', limits.mailboxNewDeviceMs],
  ] as const)('one opened by a %s connection lasts its time and no longer', async (opener, ms) => {
    const { mailboxes, pass } = subject();
    expect(await mailboxes.put(NAME, 0, bytes(1), () => opener)).toBe('created');
    pass(ms - 1);
    expect(await mailboxes.get(NAME, 0, 0, never)).toEqual(bytes(1));
    pass(1);
    expect(await mailboxes.get(NAME, 0, 0, never)).toBe('expired');
    expect(await mailboxes.put(NAME, 1, bytes(2), () => opener)).toBe('expired');
  });

  test('only opening one is rated, not answering in it', async () => {
    const { mailboxes } = subject();
    expect(await mailboxes.put(NAME, 0, bytes(1), () => undefined)).toBe('limited');
    expect(await mailboxes.put(NAME, 0, bytes(1), () => 'unproven')).toBe('created');
    expect(await mailboxes.put(NAME, 1, bytes(2), () => undefined)).toBe('created');
  });

  test('a full disk refuses, and the slot can be written later', async () => {
    const { mailboxes } = subject(1);
    expect(await mailboxes.put(NAME, 0, bytes(1), () => 'proven')).toBe('created');
    expect(await mailboxes.put(NAME, 1, bytes(2), () => 'proven')).toBe('full');
    expect(await mailboxes.get(NAME, 1, 0, never)).toBe('empty');
  });

  test('a disk that is nearly full refuses what is new, and gives what is there', async () => {
    const { mailboxes, disk } = subject();
    await mailboxes.put(NAME, 0, bytes(1), () => 'proven');
    disk.hasRoom = false;
    expect(await mailboxes.put(NAME, 1, bytes(2), () => 'proven')).toBe('full');
    expect(await mailboxes.put(NAME, 0, bytes(1), () => 'proven')).toBe('same');
    expect(await mailboxes.get(NAME, 0, 0, never)).toEqual(bytes(1));
  });

  test('who waits in vain gets the empty slot when the time is over', async () => {
    const { mailboxes, timers } = subject();
    await mailboxes.put(NAME, 0, bytes(1), () => 'proven');
    const waiting = mailboxes.get(NAME, 1, 20_000, never);
    await expect.poll(() => timers.length).toBe(1);
    timers[0]?.();
    expect(await waiting).toBe('empty');
  });

  test('who goes away while waiting leaves nothing behind', async () => {
    const { mailboxes, timers } = subject();
    await mailboxes.put(NAME, 0, bytes(1), () => 'proven');
    const gone = new AbortController();
    const waiting = mailboxes.get(NAME, 1, 20_000, gone.signal);
    await expect.poll(() => timers.length).toBe(1);
    gone.abort();
    expect(await waiting).toBe('empty');
    expect(timers).toEqual([]);
  });
});
