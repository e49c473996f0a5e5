import type { Bytes } from '#base/bytes.ts';
import type { Instant } from '#base/time.ts';
import type { Json } from '#record/entry.ts';
import type { FieldValues } from '#record/section.ts';
import type { Trust } from './signatures/verify.ts';

/** What a file was recognised as. `document`: any other file, kept as it is. */
export type FormatKind =
  | 'cda'
  | 'foreignCda'
  | 'xdm'
  | 'fhir'
  | 'ips'
  | 'dcc'
  | 'twoddoc'
  | 'shc'
  | 'shl'
  | 'appleHealth'
  | 'libreView'
  | 'withings'
  | 'csv'
  | 'ics'
  | 'vcard'
  | 'archive'
  | 'document';

/** A file to read. `name` is a hint for titles only: what it is, its bytes say. */
export type InputFile = {
  readonly name: string;
  readonly bytes: Bytes;
  /** Set where the bytes are a picture of the text that is read. */
  readonly mediaType?: string;
};

/** A file found: the one that was read, or one that it carries. */
export type FoundFile = {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Bytes;
};

/**
 * One entry that a file gives, not yet written: `fields` are valid for its section, apart from
 * the file and links, which get their ids when the entry is accepted.
 */
export type FoundEntry = {
  /** Its place in this finding; `links` name others by it. */
  readonly key: number;
  readonly section: string;
  readonly fields: FieldValues;
  /** Index in `files` of what goes into the field `file`. */
  readonly file?: number;
  /** Field name → keys of the entries it links to. */
  readonly links?: Readonly<Record<string, readonly number[]>>;
  /** What the source calls this fact: the same name in two files is the same fact. */
  readonly identity?: string;
};

/** What a person should know before they accept. `detail` is a code or a name of the format. */
export type Warning = {
  readonly type: WarningType;
  readonly detail: string;
  readonly count: number;
};

export type WarningType =
  /** A fact that no section of this record keeps; it stays in the source document. */
  | 'notMapped'
  /** A fact without what its section needs. */
  | 'incomplete'
  /** About a mother, a father, a cousin: not written among the holder's own. */
  | 'aboutSomebodyElse'
  /** Planned, asked for, or said not to be so. */
  | 'notDone'
  /** Withdrawn by who wrote it. */
  | 'withdrawn'
  | 'textShortened'
  | 'dateInvalid'
  /** A value without the hour it was taken: midday is written. */
  | 'hourUnknown'
  /** A unit that does not go with the kind of measure: the value is left out. */
  | 'unitUnexpected'
  | 'insKeyWrong'
  /** A newer version of a document that may be here already. */
  | 'replacesDocument'
  /** Of another country or profile: shown as a document, nothing is taken out of it. */
  | 'foreignProfile'
  /** A part that the file names and does not carry. */
  | 'partMissing'
  | 'partUnreadable'
  | 'hashWrong'
  | 'sizeWrong'
  | 'indexMissing'
  | 'prefixUndeclared'
  /** Bytes that are not what the file says they are. */
  | 'mediaTypeWrong'
  /** An address to fetch from: never fetched. */
  | 'remoteIgnored'
  | 'duplicate'
  | 'otherPerson'
  | 'columnsUnknown'
  | 'truncated';

/**
 * What a signature says, checked on this device alone.
 * `unknownIssuer`: nobody of the list that came with the app; it may still be genuine.
 * `forged`: the issuer is known and the signature does not hold.
 */
export type Verdict = {
  readonly type: 'valid' | 'unknownIssuer' | 'forged' | 'expired' | 'notYetValid';
  readonly issuer?: string;
  readonly signedAt?: Instant;
  readonly validUntil?: Instant;
  /** Date of the list of issuers, `YYYY-MM-DD`. */
  readonly listDate?: string;
};

/** Whom the file is about, for the person to compare with the holder. */
export type FoundPerson = {
  readonly name: string;
  readonly birthDate?: string;
  readonly ins?: string;
};

/** All that a file gives. Nothing is written before a person has seen it. */
export type Found = {
  readonly kind: FormatKind;
  readonly title: string;
  readonly person?: FoundPerson;
  readonly entries: readonly FoundEntry[];
  /** The first is the file that was read, byte for byte. */
  readonly files: readonly FoundFile[];
  /** Sections of which the source says that there is nothing. */
  readonly none: readonly string[];
  readonly warnings: readonly Warning[];
  readonly verdict?: Verdict;
  /** Goes with each entry that is accepted: where it comes from. */
  readonly source: Json;
};

/** What an importer gets from its composition root. */
export type InteropDeps = {
  readonly now: Instant;
  /** IANA zone of this device, for a wall clock that names none. */
  readonly zone: string;
  /** Whom signatures are believed from; the lists that came with the app when absent. */
  readonly trust?: Trust;
  /** Texts of the barcodes of an image; absent where no decoder is at hand. */
  readonly readBarcodes?: (image: Bytes) => Promise<readonly Bytes[]>;
};
