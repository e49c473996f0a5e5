/** [P1] to [P6] as a small language of formats: each writes a JSON value and reads it back. */
import {
  bigOf,
  join,
  lp,
  text as utf8,
  u32 as be32,
  u64 as be64,
  type Octets,
} from '../crypto/bytes.ts';
import { bytesOf, hexOf } from '../../crypto/report.ts';

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** A refusal, named as vectors name it. */
export class Refusal extends Error {}
const refuse = (name = 'NotDecodable'): never => {
  throw new Refusal(name);
};

export type Source = { readonly bytes: Uint8Array; at: number };
export type Format = {
  readonly write: (value: Json) => Octets;
  readonly read: (source: Source) => Json;
};

/** Everything is read, and read to the end. */
export function decode(format: Format, bytes: Uint8Array): Json {
  const source = { bytes, at: 0 };
  const value = format.read(source);
  return source.at === bytes.length ? value : refuse();
}

export function take(source: Source, length: number): Octets {
  if (length > source.bytes.length - source.at) refuse();
  source.at += length;
  return source.bytes.slice(source.at - length, source.at);
}

/** Exactly `length` bytes, in hexadecimal. */
export const raw = (length: number): Format => ({
  write: (value) => bytesOf(value as string),
  read: (source) => hexOf(take(source, length)),
});

/** Zeros stand for null. */
export const orNone = (length: number): Format => ({
  write: (value) => (value === null ? new Uint8Array(length) : bytesOf(value as string)),
  read: (source) => {
    const bytes = take(source, length);
    return bytes.every((byte) => byte === 0) ? null : hexOf(bytes);
  },
});

export const u8: Format = {
  write: (value) => Uint8Array.of(value as number),
  read: (source) => take(source, 1)[0] ?? refuse(),
};
export const u32: Format = {
  write: (value) => be32(value as number),
  read: (source) => Number(bigOf(take(source, 4))),
};
export const u64: Format = {
  write: (value) => be64(value as number),
  read: (source) => {
    const value = bigOf(take(source, 8));
    return value < 2n ** 53n ? Number(value) : refuse();
  },
};

export const mapped = (
  format: Format,
  from: (value: Json) => Json,
  to: (value: Json) => Json,
): Format => ({
  write: (value) => format.write(from(value)),
  read: (source) => to(format.read(source)),
});

/** Refuses what does not hold. */
export const where = (format: Format, holds: (value: Json) => boolean): Format =>
  mapped(
    format,
    (value) => value,
    (value) => (holds(value) ? value : refuse()),
  );

/** An instant where 0 stands for null. */
export const end: Format = mapped(
  u64,
  (value) => value ?? 0,
  (value) => (value === 0 ? null : value),
);

export const oneOf = (format: Format, names: Readonly<Record<string, number>>): Format =>
  mapped(
    format,
    (value) => names[value as string] ?? refuse(),
    (value) => Object.keys(names).find((name) => names[name] === value) ?? refuse(),
  );

/** lp of bytes, in hexadecimal. */
export const bytes = (max: number): Format => ({
  write: (value) => lp(bytesOf(value as string)),
  read: (source) => hexOf(takeLp(source, max)),
});

function takeLp(source: Source, max: number): Octets {
  const length = Number(bigOf(take(source, 4)));
  return length > max ? refuse() : take(source, length);
}

export const text = (max = 2 ** 32): Format => ({
  write: (value) => lp(utf8(value as string)),
  read: (source) => readText(takeLp(source, max)),
});

function readText(encoded: Octets): string {
  try {
    const value = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(encoded);
    return value.normalize('NFC') === value ? value : refuse();
  } catch {
    return refuse();
  }
}

type ListOptions = {
  readonly max: number;
  readonly min?: number;
  /** Written and read in strictly ascending order of this. */
  readonly key?: (item: Json) => string;
};

export const list = (item: Format, { max, min = 0, key }: ListOptions): Format => ({
  write: (value) => {
    const items = [...(value as readonly Json[])];
    if (key) items.sort((a, b) => (key(a) < key(b) ? -1 : 1));
    return join(be32(items.length), ...items.map(item.write));
  },
  read: (source) => {
    const count = Number(bigOf(take(source, 4)));
    if (count > max || count < min) refuse();
    const items: Json[] = [];
    while (items.length < count) {
      const next = item.read(source);
      const last = items.at(-1);
      if (key && last !== undefined && !(key(last) < key(next))) refuse();
      items.push(next);
    }
    return items;
  },
});

export const ids = (length: number, max: number, min = 0): Format =>
  list(raw(length), { max, min, key: (id) => id as string });

/** flag ‖ [format] */
export const optional = (format: Format): Format => ({
  write: (value) =>
    value === null ? Uint8Array.of(0) : join(Uint8Array.of(1), format.write(value)),
  read: (source) => {
    const flag = u8.read(source);
    if (flag === 0) return null;
    return flag === 1 ? format.read(source) : refuse();
  },
});

export const struct = (fields: Readonly<Record<string, Format>>): Format => ({
  write: (value) =>
    join(
      ...Object.entries(fields).map(([name, format]) =>
        format.write((value as JsonObject)[name] ?? null),
      ),
    ),
  read: (source) =>
    Object.fromEntries(Object.entries(fields).map(([name, format]) => [name, format.read(source)])),
});

/** u32 version ‖ format, version 1 [P6]. */
export const versioned = (format: Format): Format => ({
  write: (value) => join(be32(1), format.write(value)),
  read: (source) => {
    const version = u32.read(source) as number;
    if (version > 1) refuse('Newer');
    return version === 1 ? format.read(source) : refuse();
  },
});

export { refuse };
