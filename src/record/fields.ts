import type { EntryId } from '#base/ids.ts';
import type { Instant, PartialDate } from '#base/time.ts';
import type { Json } from './entry.ts';
import type { WindowFilter } from './window-filter.ts';

/** What every field may say of itself. */
type FieldTraits = {
  readonly required?: boolean;
  /** False: no window ever shows it (personal order, keys). */
  readonly projectable?: false;
  /** False: no form asks for it, the app writes it. */
  readonly typed?: false;
  /** Where the value stands in the section's FHIR R4 resource. */
  readonly fhir?: string;
};

/** One line, without control characters. `suggests`: a value set whose words may be typed. */
type TextField = FieldTraits & {
  readonly kind: 'text';
  readonly maxLength?: number;
  readonly suggests?: string;
};
/** Several lines. */
type LongTextField = FieldTraits & { readonly kind: 'longText'; readonly maxLength?: number };
/** One of `options`, which are codes; a newer app may send others. */
type ChoiceField = FieldTraits & { readonly kind: 'choice'; readonly options: readonly string[] };
/** A code of a value set that `knowledge` holds. */
type CodeField = FieldTraits & { readonly kind: 'code'; readonly valueSet: string };
/** A day, a month or a year, as known. */
type PartialDateField = FieldTraits & { readonly kind: 'partialDate' };
/** A moment and where it was lived, so that it keeps its wall clock. */
type InstantField = FieldTraits & { readonly kind: 'instantWithZone' };
/** A number as it was given, digit for digit, with a dot. */
type DecimalField = FieldTraits & { readonly kind: 'decimal' };
/** A decimal and its unit, as given. `units`: those in which people count it; any without them. */
type QuantityField = FieldTraits & {
  readonly kind: 'quantity';
  readonly units?: readonly string[];
};
type BooleanField = FieldTraits & { readonly kind: 'boolean' };
/** A sealed file, with the key that opens it. */
type FileField = FieldTraits & { readonly kind: 'file' };
/** Other entries of the record, of the sections named. */
type LinksField = FieldTraits & { readonly kind: 'links'; readonly sections: readonly string[] };
type ListField = FieldTraits & {
  readonly kind: 'list';
  readonly of: TextField | ChoiceField | CodeField | QuantityField;
  readonly maxItems?: number;
};
/** What a window shows; values written at the same time are all kept, and merged at reading. */
type WindowFilterField = FieldTraits & { readonly kind: 'windowFilter' };
/** Plain JSON whose meaning belongs to who writes it; never in a window. */
type JsonField = FieldTraits & { readonly kind: 'json'; readonly maxLength?: number };

export type Field =
  | TextField
  | LongTextField
  | ChoiceField
  | CodeField
  | PartialDateField
  | InstantField
  | DecimalField
  | QuantityField
  | BooleanField
  | FileField
  | LinksField
  | ListField
  | WindowFilterField
  | JsonField;
export type FieldSpecs = Readonly<Record<string, Field>>;

/** `zone`: IANA name, `Indian/Reunion`. */
export type InstantWithZone = { readonly at: Instant; readonly zone: string };
/** `value`: digits with a dot, `72.50`. `unit`: UCUM where it was chosen, else as typed. */
export type Quantity = { readonly value: string; readonly unit: string };
/** `blob`: its id, 64 hex digits. `key`: the file key, 64 hex digits. */
export type FileRef = {
  readonly blob: string;
  readonly key: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly name: string;
};

type ValueByKind = {
  text: string;
  longText: string;
  code: string;
  partialDate: PartialDate;
  instantWithZone: InstantWithZone;
  decimal: string;
  quantity: Quantity;
  boolean: boolean;
  file: FileRef;
  links: readonly EntryId[];
  windowFilter: WindowFilter;
  json: Json;
};

/** The value of a field. A choice may also hold a code of a newer version. */
export type ValueOf<F extends Field> = F extends { kind: 'choice'; options: readonly (infer O)[] }
  ? O | (string & {})
  : F extends { kind: 'list'; of: infer I extends Field }
    ? readonly ValueOf<I>[]
    : F extends { kind: infer K extends keyof ValueByKind }
      ? ValueByKind[K]
      : never;

export const defaultMaxLengths = { text: 300, longText: 20_000, json: 64_000 } as const;
export const DEFAULT_MAX_ITEMS = 64;
