/** The socket's messages against their vectors. No environment, so that a worker can run it. */
import { toHex, utf8 } from '#base/bytes.ts';
import {
  decodeClientMessage,
  decodeRelayMessage,
  encodeClientMessage,
  encodeRelayMessage,
} from '#protocol/message-codec.ts';
import { bytesOf, type Report } from '../crypto/report.ts';
import type { PlainMessage, Side } from './second-frames.ts';

export type MessageVector = {
  readonly from: Side;
  readonly about?: string;
  readonly frame: string;
  readonly expect: 'ok' | 'NotDecodable';
  readonly message?: PlainMessage;
};
export type MessageFile = { readonly vectors: readonly MessageVector[] };

/** A decoded message as the vectors write it. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, plainField(name, each)]),
  );
}

function plainField(name: string, value: unknown): unknown {
  if (name === 'token') return toHex(utf8(String(value)));
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

/** A frame read and written again, or that it cannot be read. */
function answerTo({ from, frame }: MessageVector): unknown {
  const bytes = bytesOf(frame);
  if (from === 'client') {
    const decoded = decodeClientMessage(bytes);
    if (!decoded.ok) return decoded.error.type;
    const again = toHex(encodeClientMessage(decoded.value));
    return { message: explicit(plain(decoded.value)), again };
  }
  const decoded = decodeRelayMessage(bytes);
  if (!decoded.ok) return decoded.error.type;
  const again = toHex(encodeRelayMessage(decoded.value));
  return { message: explicit(plain(decoded.value)), again };
}

/** Members in any order. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
          .filter(([, each]) => each !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, each]) => [name, sorted(each)])
      : value;

/** What does not hold, by its name. */
export function runMessages({ vectors }: MessageFile): Report {
  const failed = vectors.flatMap((vector, at) => {
    const { expect, message, frame, from, about } = vector;
    const wanted = expect === 'ok' ? { message, again: frame } : expect;
    const holds = JSON.stringify(sorted(answerTo(vector))) === JSON.stringify(sorted(wanted));
    const name = about ?? String((message as { type?: string } | undefined)?.type);
    return holds ? [] : [`${String(at)}: ${from}, ${name}`];
  });
  return { passed: vectors.length - failed.length, failed };
}
