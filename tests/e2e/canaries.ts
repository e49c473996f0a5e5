import { createHash, randomInt } from 'node:crypto';
import { brotliDecompressSync, constants, inflateRawSync } from 'node:zlib';

/** Bytes found somewhere, and where. */
export type Piece = { readonly where: string; readonly bytes: Buffer };
type Needle = { readonly form: string; readonly bytes: Buffer; readonly ignoresCase: boolean };

/** Rare in words and code, the same in Latin-1 and UTF-8. */
const LETTERS = 'bcdfghjkmnpqrstvwxz23456789';
/** The shortest field that can hold a canary; a false alarm would take 10^10 characters. */
export const CANARY_LENGTH = 7;

/** A word that no text holds, new for each run. */
export const newCanary = (): string =>
  Array.from({ length: CANARY_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');

const toUtf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** The forms that give a word away: as text, in hexadecimal, in Base64 wherever it falls. */
function needlesOf(word: string): readonly Needle[] {
  const texts = {
    'UTF-8': Buffer.from(word, 'utf8'),
    'Latin-1': Buffer.from(word, 'latin1'),
    'UTF-16LE': Buffer.from(word, 'utf16le'),
    'UTF-16BE': toUtf16be(word),
  };
  return Object.entries(texts).flatMap(([encoding, bytes]) => [
    { form: encoding, bytes, ignoresCase: true },
    { form: `${encoding} in hex`, bytes: Buffer.from(bytes.toString('hex')), ignoresCase: true },
    ...[0, 1, 2]
      .flatMap((shift) => base64At(bytes, shift))
      .map((text) => ({
        form: `${encoding} in Base64`,
        bytes: Buffer.from(text),
        ignoresCase: false,
      })),
  ]);
}

/** The characters that depend on `bytes` alone when `shift` bytes stand before; in both alphabets. */
function base64At(bytes: Buffer, shift: number): string[] {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  const own = text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
}

/** Where the words can be read, as text or in another form, also after inflating what inflates. */
export function findWords(pieces: readonly Piece[], words: readonly string[]): string[] {
  const needles = words.flatMap((word) =>
    needlesOf(word).map(({ form, ...needle }) => ({ ...needle, form: `${word} as ${form}` })),
  );
  const found = distinct(pieces).flatMap(({ where, bytes }) => [
    ...formsIn(bytes, needles).map((form) => `${where}: ${form}`),
    ...inflated(bytes)
      .flatMap((content) => formsIn(content, needles))
      .map((form) => `${where}, inflated: ${form}`),
  ]);
  return [...new Set(found)];
}

/** The same bytes once, with all their places: an app's files lie in many. */
function distinct(pieces: readonly Piece[]): Piece[] {
  const byDigest = Map.groupBy(pieces, ({ bytes }) =>
    createHash('sha256').update(bytes).digest('hex'),
  );
  return Array.from(byDigest.values(), (same) => ({
    where: [...new Set(same.map(({ where }) => where))].join(' = '),
    bytes: same[0]?.bytes ?? Buffer.alloc(0),
  }));
}

function formsIn(content: Buffer, needles: readonly Needle[]): string[] {
  const folded = Buffer.from(content);
  for (const [index, byte] of content.entries()) {
    if (byte >= 0x41 && byte <= 0x5a) folded[index] = byte + 0x20;
  }
  return needles
    .filter(({ bytes, ignoresCase }) => (ignoresCase ? folded : content).includes(bytes))
    .map(({ form }) => form);
}

/** What deflate or Brotli give at the start, and deflate behind each header of zlib or gzip. */
function inflated(bytes: Buffer): Buffer[] {
  const starts = [0];
  for (let place = 0; place < bytes.length - 2; place++) {
    if (isZlib(bytes, place)) starts.push(place + 2);
    else if (isGzip(bytes, place)) starts.push(place + gzipHeaderLength(bytes.subarray(place)));
  }
  return [
    ...starts.map((start) => orNothing(() => inflateRaw(bytes.subarray(start)))),
    orNothing(() => brotliDecompressSync(bytes)),
  ].filter((content) => content !== undefined);
}

/** Without a check of what follows; an end that is missing is no failure. */
const inflateRaw = (bytes: Buffer): Buffer =>
  inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });

const isGzip = (bytes: Buffer, place: number): boolean =>
  bytes[place] === 0x1f && bytes[place + 1] === 0x8b && bytes[place + 2] === 8;

/** RFC 1952: ten bytes, then what the flags announce. */
function gzipHeaderLength(bytes: Buffer): number {
  const flags = bytes[3] ?? 0;
  const textEnd = (start: number): number => bytes.indexOf(0, start) + 1 || start;
  let length = 10;
  if (flags & 4) length += 2 + (bytes[length] ?? 0) + 256 * (bytes[length + 1] ?? 0);
  if (flags & 8) length = textEnd(length);
  if (flags & 16) length = textEnd(length);
  return flags & 2 ? length + 2 : length;
}

/** RFC 1950: method 8, a window of at most 32 KiB, no dictionary, a check of both bytes. */
function isZlib(bytes: Buffer, place: number): boolean {
  const method = bytes[place] ?? 0;
  const flags = bytes[place + 1] ?? 0;
  const isDeflate = (method & 15) === 8 && method >> 4 <= 7 && (flags & 32) === 0;
  return isDeflate && (256 * method + flags) % 31 === 0;
}

function orNothing(inflate: () => Buffer): Buffer | undefined {
  try {
    return inflate();
  } catch {
    return undefined;
  }
}
