import { notDecodable, type NotDecodable } from '#base/codec.ts';
import { parseId, type BlobId, type EntryId, type Id } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { instant, parsePartialDate, type Instant, type PartialDate } from '#base/time.ts';
import { isShownLine, isShownText, parseJsonObject } from './shown-text.ts';
import { limits } from './limits.ts';

/** The id of a statement: H of all its bytes [P96]. */
export type StatementId = string & { readonly statement: unique symbol };

/** A sealed file, and the key that opens it. What is signed is both. */
export type DepositedFile = {
  readonly blob: BlobId;
  /** 64 hex digits. */
  readonly key: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly name: string;
};

export type DepositedDocument = {
  readonly kind: 'document';
  readonly title: string;
  /** Codes of the record's own lists; a reader may not know them. */
  readonly category: string;
  readonly type: string | undefined;
  readonly date: PartialDate | undefined;
  readonly note: string | undefined;
  readonly file: DepositedFile;
  readonly supersedes: StatementId | undefined;
};

export type DepositedNote = {
  readonly kind: 'note';
  readonly title: string;
  readonly text: string;
  readonly date: PartialDate | undefined;
  readonly supersedes: StatementId | undefined;
};

/** What a correspondent opened of a window, by their own word and clock. */
export type ReadingReceipt = {
  readonly kind: 'reading-receipt';
  /** `entry` by its id in the window; undefined for the summary. */
  readonly read: readonly { readonly entry: EntryId | undefined; readonly at: Instant }[];
};

export type DepositBody = DepositedDocument | DepositedNote | ReadingReceipt;

type Fields = Readonly<Record<string, unknown>>;

/** The JSON of a statement's body, its members in the order of [P93] to [P95]. */
export const encodeDepositBody = (body: DepositBody): string =>
  JSON.stringify({ ...body, kind: undefined }, (_name, value: unknown) =>
    typeof value === 'string' ? value.normalize('NFC') : value,
  );

/**
 * What a statement of a known kind says [P92]. `UnknownKind`: a later version's, to be kept.
 * What does not fit is refused whole: nothing of it is shown.
 */
export function decodeDepositBody(
  kind: string,
  text: string,
): Result<DepositBody, NotDecodable | { readonly type: 'UnknownKind' }> {
  const read = Object.hasOwn(readers, kind) ? readers[kind as DepositBody['kind']] : undefined;
  if (!read) return err({ type: 'UnknownKind' });
  const fields = parseJsonObject(text);
  const body = fields && read((name) => (Object.hasOwn(fields, name) ? fields[name] : undefined));
  return body ? ok(body) : err(notDecodable(`deposit: ${kind}`));
}

type Member = (name: string) => unknown;

const readers: Readonly<Record<DepositBody['kind'], (member: Member) => DepositBody | undefined>> =
  { document: readDocument, note: readNote, 'reading-receipt': readReceipt };

/** [P93] */
function readDocument(member: Member): DepositedDocument | undefined {
  const [title, category, type] = [member('title'), member('category'), member('type')];
  const file = readFile(member('file'));
  const note = optional(member('note'), (value) => isShownText(value, limits.depositRemarkLength));
  const common = readCommon(member);
  if (!isTitle(title) || !isCode(category) || !file || !common || note === INVALID)
    return undefined;
  const code = optional(type, isCode);
  if (code === INVALID) return undefined;
  const { date, supersedes } = common;
  return { kind: 'document', title, category, type: code, date, note, file, supersedes };
}

/** [P94] */
function readNote(member: Member): DepositedNote | undefined {
  const [title, text] = [member('title'), member('text')];
  const common = readCommon(member);
  if (!isTitle(title) || !isShownText(text, limits.depositNoteLength)) return undefined;
  if (text.trim() === '' || !common) return undefined;
  return { kind: 'note', title, text, ...common };
}

/** [P95] */
function readReceipt(member: Member): ReadingReceipt | undefined {
  const read = member('read');
  if (!Array.isArray(read) || read.length < 1 || read.length > limits.receiptItems)
    return undefined;
  const items = read.map((item: unknown) => {
    const fields = fieldsOf(item);
    const at = fields?.['at'];
    const entry = optional(fields?.['entry'], (value) => isId('EntryId', value));
    if (!isCount(at) || entry === INVALID) return undefined;
    return { entry: entry as EntryId | undefined, at: instant(at) };
  });
  const known = items.filter((item) => item !== undefined);
  return known.length === read.length ? { kind: 'reading-receipt', read: known } : undefined;
}

function readCommon(
  member: Member,
): { date: PartialDate | undefined; supersedes: StatementId | undefined } | undefined {
  const date = optional(member('date'), isDate);
  const supersedes = optional(member('supersedes'), isStatementId);
  if (date === INVALID || supersedes === INVALID) return undefined;
  return { date, supersedes };
}

function readFile(value: unknown): DepositedFile | undefined {
  const fields = fieldsOf(value);
  if (!fields) return undefined;
  const { blob, key, sizeBytes, mediaType, name } = fields;
  if (!isId('BlobId', blob) || !isId('BlobId', key)) return undefined;
  if (!isCount(sizeBytes) || sizeBytes < 1 || sizeBytes > limits.blobBytes) return undefined;
  if (typeof mediaType !== 'string' || !MEDIA_TYPE.test(mediaType)) return undefined;
  if (!isShownLine(name, limits.depositFileNameLength) || name === '') return undefined;
  return { blob, key, sizeBytes, mediaType, name };
}

const INVALID = Symbol('invalid');

/** Absent and null are the same. */
function optional<T>(
  value: unknown,
  isIt: (value: unknown) => value is T,
): T | undefined | typeof INVALID {
  if (value === undefined || value === null) return undefined;
  return isIt(value) ? value : INVALID;
}

const MEDIA_TYPE = /^[a-z]{1,32}\/[a-z0-9.+-]{1,96}$/;
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const isTitle = (value: unknown): value is string =>
  isShownLine(value, limits.depositTitleLength) && value.trim() !== '';
const isCode = (value: unknown): value is string => typeof value === 'string' && CODE.test(value);
const isDate = (value: unknown): value is PartialDate =>
  typeof value === 'string' && parsePartialDate(value).ok;
const isStatementId = (value: unknown): value is StatementId => isId('OpHash', value);
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
const isId = <N extends 'BlobId' | 'EntryId' | 'OpHash'>(name: N, value: unknown): value is Id<N> =>
  typeof value === 'string' && parseId(name, value) !== undefined;

const fieldsOf = (value: unknown): Fields | undefined => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
};
