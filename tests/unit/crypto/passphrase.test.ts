import { describe, expect, it, vi } from 'vitest';
import {
  argon2Ceiling,
  argon2Floor,
  decodeArgon2Params,
  defaultArgon2Params,
  deriveSlotKey,
  encodeArgon2Params,
} from '#crypto/passphrase.ts';

const salt = new Uint8Array(16).fill(5);

describe('deriveSlotKey', () => {
  it('gives a key of 32 bytes with the parameters of new slots [C16] [C17]', async () => {
    const key = await deriveSlotKey('trois petits chats', salt, defaultArgon2Params);
    expect(key.ok && key.value).toHaveLength(32);
  });

  it('depends on the salt and on each parameter [C16]', async () => {
    const keys = await Promise.all([
      deriveSlotKey('a', salt, argon2Floor),
      deriveSlotKey('a', new Uint8Array(16), argon2Floor),
      deriveSlotKey('a', salt, { ...argon2Floor, opsLimit: 3 }),
      deriveSlotKey('a', salt, { ...argon2Floor, memoryKiB: 20480 }),
    ]);
    expect(new Set(keys.map((key) => String(key.ok && key.value))).size).toBe(4);
  });

  it('refuses parameters outside the compiled-in bounds, at both ends [C17]', async () => {
    const tooMuch = [
      { ...argon2Floor, opsLimit: argon2Floor.opsLimit - 1 },
      { ...argon2Floor, memoryKiB: argon2Floor.memoryKiB - 1 },
      { ...argon2Ceiling, opsLimit: argon2Ceiling.opsLimit + 1 },
      { ...argon2Ceiling, memoryKiB: argon2Ceiling.memoryKiB + 1 },
      { opsLimit: Number.NaN, memoryKiB: 65536 },
    ];
    for (const params of tooMuch) {
      expect(await deriveSlotKey('a', salt, params)).toEqual({
        ok: false,
        error: 'ParamsOutOfBounds',
      });
    }
  });

  it('a salt of another length is a bug of the caller', async () => {
    await expect(deriveSlotKey('a', salt.subarray(1), argon2Floor)).rejects.toThrow('16 bytes');
  });
});

it('parameters are told apart as associated data [C17]', () => {
  expect([...encodeArgon2Params({ opsLimit: 3, memoryKiB: 65536 })]).toEqual([
    0, 0, 0, 3, 0, 1, 0, 0,
  ]);
});

it('parameters come back from their 8 bytes, and from no other length [C17]', () => {
  const encoded = encodeArgon2Params(defaultArgon2Params);
  expect(decodeArgon2Params(encoded)).toEqual({ ok: true, value: defaultArgon2Params });
  for (const other of [encoded.subarray(1), new Uint8Array(9), new Uint8Array(0)]) {
    expect(decodeArgon2Params(other).ok).toBe(false);
  }
});

it('Argon2id is never used when its known answer is wrong [C36]', async () => {
  vi.resetModules();
  vi.doMock('libsodium-wrappers-sumo', () => ({
    default: { ready: Promise.resolve(), crypto_pwhash: () => new Uint8Array(32) },
  }));
  const broken = await import('#crypto/passphrase.ts');
  await expect(broken.deriveSlotKey('a', salt, argon2Floor)).rejects.toThrow('known answer');
  vi.doUnmock('libsodium-wrappers-sumo');
});
