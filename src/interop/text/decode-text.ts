import { err, ok, type Result } from '#base/result.ts';
import { tooLarge, notReadable, type InteropError } from '../errors.ts';
import { limits } from '../limits.ts';

/**
 * Text of a file: by its byte order mark, else UTF-8, else Windows-1252, in which French
 * programs still write. The mark is taken away.
 */
export function decodeText(
  bytes: Uint8Array,
  maxBytes: number = limits.textBytes,
): Result<string, InteropError> {
  if (bytes.length > maxBytes) return err(tooLarge('text'));
  const encoding = encodingOf(bytes);
  const text = decode(bytes, encoding, true);
  if (text !== undefined) return ok(text.replace(/^\ufeff/, ''));
  const latin = encoding === 'utf-8' ? decode(bytes, 'windows-1252', false) : undefined;
  return latin === undefined ? err(notReadable('text')) : ok(latin);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}

function decode(bytes: Uint8Array, encoding: string, fatal: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal, ignoreBOM: true }).decode(bytes);
  } catch (failure) {
    // `TypeError`: bytes that are not of the encoding; `RangeError`: an encoding not built in.
    if (failure instanceof TypeError || failure instanceof RangeError) return undefined;
    throw failure;
  }
}
