import { toHex } from '#base/bytes.ts';
import type { LogState } from '#protocol/log-state.ts';
import { hexBytes } from './hex-bytes.ts';

/**
 * The state of a log's rules as JSON: maps, sets, bytes and undefined are tagged, so that every
 * member of `LogState` comes back as it was. Read from rows that this device sealed itself.
 */
export type LogStateRow = { readonly $: 'state'; readonly value: unknown };

export const logStateToRow = (state: LogState): LogStateRow => ({ $: 'state', value: pack(state) });

export const logStateFromRow = (row: LogStateRow): LogState => unpack(row.value) as LogState;

function pack(value: unknown): unknown {
  if (value === undefined) return { $: 'none' };
  if (value instanceof Uint8Array) return { $: 'bytes', hex: toHex(value) };
  if (value instanceof Set) return { $: 'set', items: [...value].map(pack) };
  if (value instanceof Map) {
    return { $: 'map', items: [...value].map(([key, item]) => [key as string, pack(item)]) };
  }
  if (Array.isArray(value)) return value.map(pack);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)]));
}

type Packed =
  | { readonly $: 'none' }
  | { readonly $: 'bytes'; readonly hex: string }
  | { readonly $: 'set'; readonly items: readonly unknown[] }
  | { readonly $: 'map'; readonly items: readonly (readonly [string, unknown])[] };

function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== 'object' || value === null) return value;
  if (!('$' in value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
  }
  const packed = value as Packed;
  switch (packed.$) {
    case 'none':
      return undefined;
    case 'bytes':
      return hexBytes(packed.hex);
    case 'set':
      return new Set(packed.items.map(unpack));
    case 'map':
      return new Map(packed.items.map(([key, item]) => [key, unpack(item)]));
  }
}
