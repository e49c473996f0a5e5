import { err, ok, type Result } from '#base/result.ts';
import type { Bytes } from '#base/bytes.ts';
import { readDcc } from './dcc/read-dcc.ts';
import { notReadable, type InteropError } from './errors.ts';
import type { Found, InputFile, InteropDeps } from './found.ts';
import { readDocument } from './read-document.ts';
import { joinCodes } from './shc/numeric-codes.ts';
import { readShc } from './shc/read-shc.ts';
import { readShl } from './shc/read-shl.ts';
import { signedKindOf } from './signed-kinds.ts';
import { readTwoddoc } from './twoddoc/read-twoddoc.ts';

/** A signed paper from its text. @param file where the text came from: itself, or a picture */
export function readSigned(
  file: InputFile,
  text: string,
  deps: InteropDeps,
): Promise<Result<Found, InteropError>> {
  switch (signedKindOf(text)) {
    case 'dcc':
      return readDcc(file, text, deps);
    case 'twoddoc':
      return readTwoddoc(file, text, deps);
    case 'shc':
      return readCards(file, text, deps);
    case 'shl':
      return Promise.resolve(readShl(file, text));
    case undefined:
      return Promise.resolve(err(notReadable('code')));
  }
}

/** Codes one a line, or one compact JWS. */
function readCards(
  file: InputFile,
  text: string,
  deps: InteropDeps,
): Promise<Result<Found, InteropError>> {
  const lines = text.split(/\s+/).filter((line) => line !== '');
  const tokens = /^shc:/i.test(text) ? joinCodes(lines) : lines;
  if (!tokens || tokens.length === 0) return Promise.resolve(err(notReadable('health card codes')));
  return readShc(file, tokens, deps);
}

/** A picture: the signed paper whose code it shows, else a document. */
export async function readPicture(
  file: InputFile,
  mediaType: string,
  deps: InteropDeps,
): Promise<Result<Found, InteropError>> {
  const codes = (await deps.readBarcodes?.(file.bytes)) ?? [];
  const texts = codes.map(textOf).filter((text) => signedKindOf(text) !== undefined);
  const [first] = texts;
  if (first === undefined) return ok(readDocument(file, mediaType));
  const isCard = texts.every((text) => /^shc:\//i.test(text));
  const found = await readSigned({ ...file, mediaType }, isCard ? texts.join('\n') : first, deps);
  return found.ok ? found : ok(readDocument(file, mediaType));
}

/** Codes hold ASCII, or Latin-1 in 2D-Docs. */
const textOf = (bytes: Bytes): string =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
