import { describe, expect, test } from 'vitest';
import { HOUR_MS, instant } from '#base/time.ts';
import type { AuthorId, LogId } from '#base/ids.ts';
import { limits } from '#protocol/limits.ts';
import { AddressLimits } from '#relay/address-limits.ts';
import { Tokens } from '#relay/tokens.ts';

const clockAt = (start: number) => {
  let now = start;
  return {
    clock: { now: () => instant(now) },
    pass: (ms: number): void => {
      now += ms;
    },
  };
};

describe('what an address may do', () => {
  const quota = { connections: 2, newLogsPerHour: 2, mailboxesPerHour: 1 };

  test('so many connections at a time', () => {
    const addresses = new AddressLimits(quota, clockAt(0).clock);
    const release = addresses.connect('a');
    expect(addresses.connect('a')).toBeDefined();
    expect(addresses.connect('a')).toBeUndefined();
    expect(addresses.connect('b')).toBeDefined();
    release?.();
    expect(addresses.connect('a')).toBeDefined();
  });

  test('so many new logs and mailboxes an hour', () => {
    const { clock, pass } = clockAt(0);
    const addresses = new AddressLimits(quota, clock);
    const logs = (): boolean => addresses.mayCreateLog('a');
    expect([logs(), logs(), logs()]).toEqual([true, true, false]);
    const open = (): boolean => addresses.mayOpenMailbox('a');
    expect([open(), open()]).toEqual([true, false]);
    pass(HOUR_MS);
    expect([logs(), open()]).toEqual([true, true]);
  });

  test('what is over is forgotten, but for who is connected', () => {
    const { clock, pass } = clockAt(0);
    const addresses = new AddressLimits(quota, clock);
    addresses.connect('here');
    addresses.mayCreateLog('gone');
    pass(HOUR_MS);
    addresses.forgetOld();
    addresses.connect('here');
    expect(addresses.connect('here')).toBeUndefined();
  });
});

describe('tokens for blobs', () => {
  const logId = 'ab'.repeat(32) as LogId;
  const authors = new Set(['cd'.repeat(16) as AuthorId]);

  test('stand for a log and its keys until they end, and nothing else does', () => {
    const { clock, pass } = clockAt(0);
    let drawn = 0;
    const tokens = new Tokens((length) => new Uint8Array(length).fill((drawn += 1)), clock);
    const { token, expires } = tokens.give(logId, authors);
    expect(expires).toBe(limits.blobTokenMs);
    expect(tokens.bearerOf(token)).toMatchObject({ logId, authors });
    expect(tokens.bearerOf(`${token}A`)).toBeUndefined();
    expect(tokens.bearerOf('')).toBeUndefined();
    pass(limits.blobTokenMs);
    expect(tokens.bearerOf(token)).toBeUndefined();
    const next = tokens.give(logId, authors).token;
    expect(next).not.toBe(token);
    expect(tokens.bearerOf(next)).toBeDefined();
  });
});
