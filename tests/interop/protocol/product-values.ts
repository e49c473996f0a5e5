/** Values of src/protocol to and from the JSON of vectors. */
import { fromHex, toHex, type Bytes } from '#base/bytes.ts';
import type { Result } from '#base/result.ts';
import type { Random } from '#crypto/random.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import * as bundles from '#protocol/bundle.ts';
import { Refusal, type Json, type JsonObject } from '../second/protocol/format.ts';
import { hexOfField as hex } from './subject.ts';

/** The value of a result, or the refusal by the name that vectors give it. */
export function valueOf<T>(result: Result<T, string | { readonly type: string }>): T {
  if (result.ok) return result.value;
  const { error } = result;
  throw new Refusal(typeof error === 'string' ? error : error.type);
}

/** Bytes to hexadecimal, undefined to null, all the way down. */
export function toJson(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') return value as Json;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toJson(each)]));
}

/** Members of values that are bytes in memory, or lists of bytes; every other hexadecimal text is an id. */
const BYTE_MEMBERS = new Set(
  `signingPublicKey kemPublicKeyHash kemPublicKey ownerPublicKey ownerKemPublicKeyHash commitment
  wrap fingerprint update fileKey statement header rootPublicKey attesterPublicKey signature
  publicKey logKey key chunkHashes state box`.split(/\s+/),
);

export function fromJson(value: Json, name = ''): unknown {
  if (value === null) return undefined;
  if (typeof value === 'string') return BYTE_MEMBERS.has(name) ? valueOf(fromHex(value)) : value;
  if (Array.isArray(value)) return value.map((each: Json) => fromJson(each, name));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([each, inner]) => [each, fromJson(inner, each)]),
  );
}

/** What was decoded, but for the bytes it was decoded from. */
export const withoutBytes = (decoded: { readonly bytes: Bytes }): Json =>
  toJson(Object.fromEntries(Object.entries(decoded).filter(([name]) => name !== 'bytes')));

/** Gives these bytes, in this order, and nothing more. */
export function fixed(...parts: readonly Bytes[]): Random {
  const left = [...parts];
  return {
    bytes(length) {
      const next = left.shift();
      if (next?.length !== length) throw new Error(`no ${length} random bytes next`);
      return new Uint8Array(next);
    },
  };
}

export const secretOf = (seed: Bytes): Bytes => signingKeyPairFromSeed(seed).secretKey;

export const bundleOf = (i: JsonObject, name = 'bytes'): bundles.Bundle =>
  valueOf(bundles.decodeBundle(hex(i, name)));
