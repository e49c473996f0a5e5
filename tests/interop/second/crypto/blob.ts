/** [C30] to [C34]. */
import { join, u64, bigOf, type Octets } from './bytes.ts';
import { H, HL } from './hash.ts';
import { FINAL, MESSAGE, pull, push, start } from './secretstream.ts';

const CHUNK = 524288;

export function padme(length: number): number {
  const bits = (value: number): number => BigInt(value).toString(2).length - 1;
  const exponent = bits(length);
  const step = 2 ** Math.max(exponent - (bits(exponent) + 1), 0);
  return Math.ceil(length / step) * step;
}

export function sealFile(header: Uint8Array, fileKey: Uint8Array, content: Uint8Array): Octets[] {
  const padded = new Uint8Array(padme(8 + content.length));
  padded.set(join(u64(content.length), content));
  const state = start(fileKey, header);
  const chunks: Octets[] = [];
  for (let from = 0; from < padded.length; from += CHUNK) {
    const isLast = from + CHUNK >= padded.length;
    chunks.push(push(state, padded.subarray(from, from + CHUNK), isLast ? FINAL : MESSAGE));
  }
  return chunks;
}

/** Messages of any size and tag, as a hostile writer would make them. */
export function sealMessages(
  header: Uint8Array,
  fileKey: Uint8Array,
  messages: readonly { readonly plaintext: Uint8Array; readonly tag: number }[],
): Octets[] {
  const state = start(fileKey, header);
  return messages.map(({ plaintext, tag }) => push(state, plaintext, tag));
}

export const fileId = (header: Uint8Array, chunks: readonly Uint8Array[]): Octets =>
  HL('blob', header, join(...chunks.map(H)));

export type FileFailure = 'NotAuthentic' | 'Truncated' | 'LengthMismatch';

export function openFile(
  fileKey: Uint8Array,
  header: Uint8Array,
  chunks: readonly Uint8Array[],
): Octets | FileFailure {
  if (header.length !== 24) return 'NotAuthentic';
  const state = start(fileKey, header);
  let padded: Octets = new Uint8Array(0);
  let isEnded = false;
  for (const chunk of chunks) {
    const message: Message = isEnded ? undefined : pullFileChunk(state, chunk);
    if (message === undefined) return 'NotAuthentic';
    isEnded = message.tag === FINAL;
    padded = join(padded, message.message);
    if (!isPlausible(padded, isEnded)) return 'LengthMismatch';
  }
  if (!isEnded) return 'Truncated';
  return padded.slice(8, 8 + Number(bigOf(padded.subarray(0, 8))));
}

type Message = ReturnType<typeof pull>;

function pullFileChunk(state: ReturnType<typeof start>, chunk: Uint8Array): Message {
  const pulled = chunk.length <= 17 ? undefined : pull(state, chunk);
  if (pulled?.tag === FINAL) return pulled;
  return pulled?.tag === MESSAGE && pulled.message.length === CHUNK ? pulled : undefined;
}

function isPlausible(padded: Octets, isEnded: boolean): boolean {
  if (padded.length < 8) return false;
  const n = bigOf(padded.subarray(0, 8));
  if (n > 2n ** 53n - 9n) return false;
  const expected = padme(8 + Number(n));
  const fits = isEnded ? padded.length === expected : padded.length < expected;
  return fits && padded.subarray(8 + Number(n)).every((byte) => byte === 0);
}
