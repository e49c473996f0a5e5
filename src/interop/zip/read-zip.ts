import { Inflate } from 'fflate';
import type { Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { notReadable, tooLarge, type InteropError } from '../errors.ts';
import { limits } from '../limits.ts';

/** One file of a ZIP. Its name is a label: no path of it is ever followed. */
export type ZipEntry = {
  readonly name: string;
  readonly sizeBytes: number;
  readonly compressed: Bytes;
  readonly method: number;
};

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** Of the end record: 22 bytes, then a comment of at most 65,535. */
const END_BYTES = 22;
const ENCRYPTED = 1;
const UTF8_NAME = 0x800;
const STORED = 0;
const DEFLATED = 8;

/**
 * The files listed in the central directory (APPNOTE 6.3, §4.3). Folders are left out. Sizes are
 * checked against the limits before anything is inflated, and again while it is.
 */
export function readZip(bytes: Bytes): Result<readonly ZipEntry[], InteropError> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) return err(notReadable('ZIP'));
  const count = view.getUint16(end + 10, true);
  if (count > limits.zipEntries) return err(tooLarge('zipEntries'));
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    const entry = readCentral(view, bytes, at);
    if (!entry.ok) return entry;
    at = entry.value.next;
    if (!entry.value.name.endsWith('/')) entries.push(entry.value);
  }
  return ok(entries);
}

function findEnd(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - END_BYTES - 0xffff);
  for (let at = view.byteLength - END_BYTES; at >= first; at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  return undefined;
}

type Central = ZipEntry & { readonly next: number };

function readCentral(view: DataView, bytes: Bytes, at: number): Result<Central, InteropError> {
  const broken = err(notReadable('ZIP'));
  if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) return broken;
  const flags = view.getUint16(at + 8, true);
  if ((flags & ENCRYPTED) !== 0) return err({ type: 'Encrypted' });
  const method = view.getUint16(at + 10, true);
  const [packed, sizeBytes] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
  const [nameLength, extra, comment] = [28, 30, 32].map((o) => view.getUint16(at + o, true));
  const local = view.getUint32(at + 42, true);
  const next = at + 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  if (next > view.byteLength || local + 30 > view.byteLength) return broken;
  if (view.getUint32(local, true) !== LOCAL) return broken;
  if (method !== STORED && method !== DEFLATED) return err(notReadable('ZIP method'));
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packed > view.byteLength) return broken;
  const name = nameOf(bytes.subarray(at + 46, at + 46 + (nameLength ?? 0)), flags);
  return ok({ name, sizeBytes, method, compressed: bytes.subarray(start, start + packed), next });
}

/** UTF-8 where the flag says so; macOS and others write it without the flag. */
function nameOf(bytes: Bytes, flags: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (failure) {
    if (!(failure instanceof TypeError) || (flags & UTF8_NAME) !== 0) return '\ufffd';
    return String.fromCharCode(...bytes);
  }
}

/** The last part of a name that may be a path of any system, without what hides or misleads. */
export const baseName = (name: string): string =>
  (name.split(/[/\\]/).at(-1) ?? '')
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202f\u2066-\u2069:]/g, '')
    .slice(0, 200);

/** One file of a ZIP, inflated whole. @param maxBytes the caller's own bound */
export function inflateEntry(
  entry: ZipEntry,
  maxBytes: number = limits.zipBytes,
): Result<Bytes, InteropError> {
  const out = new Uint8Array(Math.min(entry.sizeBytes, maxBytes));
  let length = 0;
  const done = inflateInto(entry, maxBytes, (chunk) => {
    if (length + chunk.length > out.length) return false;
    out.set(chunk, length);
    length += chunk.length;
    return true;
  });
  if (!done.ok) return done;
  return length === entry.sizeBytes ? ok(out) : err(notReadable('ZIP size'));
}

/** Compressed bytes given to the inflater at once. */
const SLICE = 64 * 1024;
const FREE_BYTES = 1024 * 1024;

/**
 * Inflates a file of a ZIP piece by piece, in constant memory.
 * @param onChunk returns false to stop: more came than was announced
 */
export function inflateInto(
  entry: ZipEntry,
  maxBytes: number,
  onChunk: (chunk: Uint8Array) => boolean,
): Result<undefined, InteropError> {
  if (entry.sizeBytes > maxBytes) return err(tooLarge('zipBytes'));
  const packed = entry.compressed.length;
  if (entry.sizeBytes > FREE_BYTES + packed * limits.zipRatio) return err(tooLarge('zipRatio'));
  const state = { total: 0, stopped: false };
  const give = (chunk: Uint8Array): void => {
    state.total += chunk.length;
    state.stopped ||= state.total > entry.sizeBytes || !onChunk(chunk);
  };
  const isData =
    entry.method === STORED
      ? giveStored(entry.compressed, give, () => state.stopped)
      : inflate(entry.compressed, give, () => state.stopped);
  if (!isData) return err(notReadable('ZIP data'));
  return state.stopped || state.total !== entry.sizeBytes
    ? err(notReadable('ZIP size'))
    : ok(undefined);
}

function giveStored(
  bytes: Bytes,
  give: (chunk: Uint8Array) => void,
  isStopped: () => boolean,
): boolean {
  for (let at = 0; at < bytes.length && !isStopped(); at += SLICE) {
    give(bytes.subarray(at, at + SLICE));
  }
  return true;
}

/** False when the bytes are not deflated data. */
function inflate(
  compressed: Bytes,
  give: (chunk: Uint8Array) => void,
  isStopped: () => boolean,
): boolean {
  const inflater = new Inflate(give);
  try {
    for (let at = 0; at < compressed.length && !isStopped(); at += SLICE) {
      inflater.push(compressed.subarray(at, at + SLICE), at + SLICE >= compressed.length);
    }
    return true;
  } catch (failure) {
    // fflate throws `Error` with a numeric `code` for data that is not its format.
    if (failure instanceof Error && 'code' in failure) return false;
    throw failure;
  }
}
