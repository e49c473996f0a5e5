import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  decodeClientMessage,
  decodeRelayMessage,
  encodeClientMessage,
  encodeRelayMessage,
} from '#protocol/message-codec.ts';
import { makeVectors } from './make-vectors.ts';
import type { PlainMessage, Side } from './second-frames.ts';

type Vector = {
  readonly from: Side;
  readonly about?: string;
  readonly frame: string;
  readonly expect: 'ok' | 'NotDecodable';
  readonly message?: PlainMessage;
};

const text = readFileSync(
  new URL('../../fixtures/vectors/carnet/messages.json', import.meta.url),
  'utf8',
);
const { vectors } = JSON.parse(text) as { vectors: readonly Vector[] };
const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, 'hex'));

/** A decoded message as the vectors write it. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, plainField(name, each)]),
  );
}

function plainField(name: string, value: unknown): unknown {
  if (name === 'token') return Buffer.from(String(value)).toString('hex');
  if (name !== 'rights') return plain(value);
  const rights = value as Record<string, boolean>;
  return ['read', 'write', 'deposit', 'admin']
    .filter((right) => rights[right])
    .map((right) => right.charAt(0))
    .join('');
}

/** What the code leaves out, the vectors write: a whole of false, no head, an item's type. */
function explicit(message: unknown): unknown {
  const { whole, head, items, ...rest } = message as Record<string, unknown>;
  if (rest['type'] === 'open') return { ...rest, whole: whole === true };
  if (rest['type'] !== 'items') return message;
  const bare = (items as Record<string, unknown>[]).map(({ type: _, ...item }) => item);
  return { ...rest, head: head ?? null, items: bare };
}

describe('vectors of the socket’s messages', () => {
  test('are what lib0 and the specification’s tables give', () => {
    expect(makeVectors()).toBe(text);
  });

  test.each(vectors.filter((vector) => vector.expect === 'ok'))(
    '$from says $message.type',
    ({ from, frame, message }) => {
      if (from === 'client') {
        const decoded = decodeClientMessage(bytesOf(frame));
        expect(decoded.ok && explicit(plain(decoded.value))).toEqual(message);
        expect(decoded.ok && plain(encodeClientMessage(decoded.value))).toBe(frame);
      } else {
        const decoded = decodeRelayMessage(bytesOf(frame));
        expect(decoded.ok && explicit(plain(decoded.value))).toEqual(message);
        expect(decoded.ok && plain(encodeRelayMessage(decoded.value))).toBe(frame);
      }
    },
  );

  test.each(vectors.filter((vector) => vector.expect === 'NotDecodable'))(
    'the $from’s frame with $about is refused',
    ({ from, frame }) => {
      const decode = from === 'client' ? decodeClientMessage : decodeRelayMessage;
      expect(decode(bytesOf(frame))).toMatchObject({ ok: false, error: { type: 'NotDecodable' } });
    },
  );
});
