import type { Bytes } from '#base/bytes.ts';
import { signedKindOf } from './signed-kinds.ts';
import { looksLikeTable } from './csv/table.ts';
import { binaryTypeOf, isPicture } from './media-types.ts';

/** How a file is read: by a format's own reader, or after a look inside. */
export type Detected =
  | { readonly type: 'text'; readonly kind: TextKind }
  | { readonly type: 'zip' | 'picture' | 'other'; readonly mediaType: string };

export type TextKind =
  'cda' | 'json' | 'xml' | 'signed' | 'appleHealth' | 'ics' | 'vcard' | 'csv' | 'text';

/** Bytes at the beginning that are enough to tell. A wrapped CDA begins with its style sheet. */
const HEAD_BYTES = 64 * 1024;

/** What a file is, by its bytes. Never by its name. */
export function detect(bytes: Bytes): Detected {
  const mediaType = binaryTypeOf(bytes);
  if (mediaType === 'application/zip') return { type: 'zip', mediaType };
  if (mediaType !== undefined)
    return { type: isPicture(mediaType) ? 'picture' : 'other', mediaType };
  const head = textHead(bytes);
  if (head === undefined) return { type: 'other', mediaType: 'application/octet-stream' };
  return { type: 'text', kind: textKind(head, bytes) };
}

const startsWith = (bytes: Bytes, text: string): boolean =>
  Array.from(text).every((character, index) => bytes[index] === character.charCodeAt(0));

/** The beginning as text; undefined when control characters say that it is none. */
function textHead(bytes: Bytes): string | undefined {
  const head = bytes.subarray(0, HEAD_BYTES);
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const encoding = isUtf16 ? (head[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  const text = new TextDecoder(encoding).decode(head);
  // 1D, 1E and 1F separate the fields of a 2D-Doc.
  return isBinary(text) ? undefined : text.trimStart();
}

/** Control characters that no text has. A calendar may hold one by mistake. */
const isBinary = (text: string): boolean =>
  !/^\ufeff?BEGIN:/i.test(text) && /[\u0000-\u0008\u000e-\u001c]/.test(text.slice(0, 1024));

function textKind(head: string, bytes: Bytes): TextKind {
  if (head.startsWith('<')) return xmlKind(head, bytes);
  if (/^[[{]/.test(head)) return 'json';
  if (/^BEGIN:VCALENDAR\b/i.test(head)) return 'ics';
  if (/^BEGIN:VCARD\b/i.test(head)) return 'vcard';
  if (signedKindOf(head.trimEnd()) !== undefined) return 'signed';
  return looksLikeTable(head) ? 'csv' : 'text';
}

const ROOT = /<([A-Za-z_][\w.:-]*)/;

function xmlKind(head: string, bytes: Bytes): TextKind {
  const withoutComments = head.replace(/<!--[\s\S]*?(?:-->|$)/g, '');
  const root = ROOT.exec(withoutComments.replace(/<\?[\s\S]*?\?>/g, ''))?.[1] ?? '';
  if (root === 'HealthData' || head.includes('<!DOCTYPE HealthData')) return 'appleHealth';
  if (root.replace(/^.*:/, '') === 'ClinicalDocument') return 'cda';
  return /stylesheet$|Document$/.test(root) && includesAscii(bytes, 'ClinicalDocument')
    ? 'cda'
    : 'xml';
}

/** Whether the bytes hold the word, wherever. */
function includesAscii(bytes: Bytes, word: string): boolean {
  const first = word.charCodeAt(0);
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (startsWith(bytes.subarray(at, at + word.length), word)) return true;
  }
  return false;
}
