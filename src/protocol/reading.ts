import { compare, copy, equal, isZero, type Bytes } from '#base/bytes.ts';
import type { Reader } from '#base/codec.ts';
import { idFromBytes, idLength, idToBytes, type Id, type IdName } from '#base/ids.ts';
import { instant, type Instant } from '#base/time.ts';

/** An identifier of fixed length [P4]. */
export const readId = <N extends IdName>(reader: Reader, name: N): Id<N> =>
  idFromBytes(name, reader.view(idLength(name), name));

/** `readId` of what comes in runs, as an op's author does: the text of the last one is kept. */
export function rememberingId<N extends IdName>(name: N): (reader: Reader) => Id<N> {
  let last: { readonly bytes: Bytes; readonly id: Id<N> } | undefined;
  return (reader) => {
    const bytes = reader.view(idLength(name), name);
    if (!last || !equal(last.bytes, bytes)) {
      last = { bytes: copy(bytes), id: idFromBytes(name, bytes) };
    }
    return last.id;
  };
}

/** Bytes where zeros stand for "none". */
export function readOptional(reader: Reader, length: number, what: string): Bytes | undefined {
  const bytes = reader.raw(length, what);
  return isZero(bytes) ? undefined : bytes;
}

/** A u64 of milliseconds where 0 stands for "no end" [P3]. */
export function readEnd(reader: Reader, what: string): Instant | undefined {
  const epochMs = reader.u64(what);
  return epochMs === 0 ? undefined : instant(epochMs);
}

/** One byte, 0 or 1 [P2]. */
export function readFlag(reader: Reader, what: string): boolean {
  const flag = reader.u8(what);
  return flag > 1 ? reader.fail(what) : flag === 1;
}

/** Identifiers, each once, in ascending order [P5]. */
export function readIds<N extends IdName>(
  reader: Reader,
  name: N,
  what: string,
  maxItems: number,
): Id<N>[] {
  const ids = reader.list(what, maxItems, (each) => readId(each, name));
  return isAscending(ids) ? ids : reader.fail(`${what}: order`);
}

/** Lower-case hexadecimal sorts as the bytes it stands for. */
export const isAscending = (ids: readonly string[]): boolean =>
  ids.every((id, index) => index === 0 || (ids[index - 1] ?? '') < id);

export const ascending = <I extends Id<IdName>>(ids: readonly I[]): I[] =>
  [...ids].sort((a, b) => compare(idToBytes(a), idToBytes(b)));
