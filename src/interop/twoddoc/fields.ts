import { err, ok, type Result } from '#base/result.ts';
import { notReadable, type InteropError } from '../errors.ts';

/** A 2D-Doc of type C40 (versions 02 to 04), taken apart. Source: ANTS, 2D-Doc specification 3. */
export type Twoddoc = {
  readonly version: string;
  /** Authority of certification, `FR03`, and the certificate's name there. */
  readonly authority: string;
  readonly certificate: string;
  /** Days since 2000-01-01; undefined when not said. */
  readonly signedOn: number | undefined;
  readonly type: string;
  readonly fields: ReadonlyMap<string, string>;
  /** What was signed: header and message. */
  readonly message: string;
  readonly signature: string;
};

const GROUP_SEPARATOR = '\u001d';
const RECORD_SEPARATOR = '\u001e';
const UNIT_SEPARATOR = '\u001f';

/** Length of the header, by version: 03 adds a perimeter, 04 a country. */
const headerLengths: Readonly<Record<string, number>> = { '01': 19, '02': 22, '03': 24, '04': 26 };

/** Fields of a fixed length: no separator follows them. The others end at one. */
const fixedLengths: Readonly<Record<string, number>> = {
  ...{ F2: 8, F3: 1, F5: 1, F6: 12 },
  ...{ L2: 8, L7: 1, L8: 1, L9: 8, LA: 2 },
  ...{ '24': 5, '26': 2, '2A': 5, '2C': 2, '2D': 2 },
};

export function readFields(text: string): Result<Twoddoc, InteropError> {
  const version = text.slice(2, 4);
  const length = headerLengths[version];
  const end = text.indexOf(UNIT_SEPARATOR);
  if (!text.startsWith('DC') || length === undefined || end < length)
    return err(notReadable('2D-Doc'));
  const signedOn = text.slice(16, 20);
  const fields = splitFields(text.slice(length, end));
  if (!fields) return err(notReadable('2D-Doc fields'));
  return ok({
    version,
    authority: text.slice(4, 8),
    certificate: text.slice(8, 12),
    signedOn:
      /^[0-9A-F]{4}$/.test(signedOn) && signedOn !== 'FFFF'
        ? Number.parseInt(signedOn, 16)
        : undefined,
    type: text.slice(20, 22),
    fields,
    message: text.slice(0, end),
    signature: text.slice(end + 1).trim(),
  });
}

/** `ID` of two characters, then its value; undefined when something does not add up. */
function splitFields(message: string): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  let at = 0;
  while (at < message.length) {
    const id = message.slice(at, at + 2);
    if (!/^[0-9A-Z]{2}$/.test(id)) return undefined;
    const fixed = fixedLengths[id];
    const rest = message.slice(at + 2);
    const separator =
      new RegExp(`[${GROUP_SEPARATOR}${RECORD_SEPARATOR}]`).exec(rest)?.index ?? rest.length;
    const length = fixed ?? separator;
    fields.set(id, rest.slice(0, length));
    const after = rest[length];
    const isSeparated = after === GROUP_SEPARATOR || after === RECORD_SEPARATOR;
    at += 2 + length + (isSeparated ? 1 : 0);
  }
  return fields;
}
