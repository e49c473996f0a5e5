import type { Json } from '#record/entry.ts';
import { defaultMaxLengths, type Field } from '#record/fields.ts';
import { isValueOf } from '#record/field-values.ts';
import { sortedText } from '#record/json.ts';
import { sectionByCode } from '#record/registry.ts';
import { validateFields, type FieldValues, type Section } from '#record/section.ts';
import type { Found, FoundEntry, FoundFile, Warning, WarningType } from './found.ts';

/** Values as a format gave them; undefined where it gave none. */
export type RawFields = Readonly<Record<string, Json | undefined>>;

export type AddOptions = {
  readonly file?: number;
  readonly links?: Readonly<Record<string, readonly number[]>>;
  readonly identity?: string | undefined;
};

type CollectedParts = Pick<Found, 'entries' | 'files' | 'warnings' | 'none'>;

/** Kinds of value that an importer does not write by itself. */
const LATER = new Set(['file', 'links']);

/**
 * Gathers what one file gives, in the order of the file. Values are brought into the bounds of
 * their fields; what a section does not know is left out, and counted.
 */
export class Collector {
  readonly #entries: FoundEntry[] = [];
  readonly #files: FoundFile[] = [];
  readonly #warnings = new Map<string, Warning>();
  readonly #none = new Set<string>();
  readonly #seen = new Map<string, string>();

  /** @returns the key of the entry, or undefined when it could not be one */
  add(code: string, raw: RawFields, options: AddOptions = {}): number | undefined {
    const section = sectionByCode(code);
    if (!section) return this.#refused('notMapped', code);
    const fields = this.#clean(section, raw);
    const given = { ...fields, ...(options.file !== undefined && PENDING) };
    if (!isComplete(section, given)) return this.#refused('incomplete', code);
    const identity = this.#ownIdentity(code, fields, options.identity);
    if (identity === 'duplicate') return this.#refused('duplicate', code);
    const key = this.#entries.length;
    this.#entries.push({
      key,
      section: code,
      fields,
      ...(options.file !== undefined && { file: options.file }),
      ...(options.links && { links: options.links }),
      ...(identity && { identity: identity.name }),
    });
    return key;
  }

  /**
   * Programs copy identifiers from one fact to the next: what has the name of an earlier entry and
   * says something else is kept, without a name.
   */
  #ownIdentity(
    code: string,
    fields: FieldValues,
    name: string | undefined,
  ): { readonly name: string } | 'duplicate' | undefined {
    if (name === undefined) return undefined;
    const text = sortedText(fields);
    const before = this.#seen.get(`${code}|${name}`);
    if (before === text) return 'duplicate';
    if (before !== undefined) return undefined;
    this.#seen.set(`${code}|${name}`, text);
    return { name };
  }

  /** An entry that Carnet wrote itself: valid as it is, unknown fields included, or left out. */
  addOwn(code: string, fields: FieldValues, file?: number): number | undefined {
    const section = sectionByCode(code);
    if (!section) return this.#refused('notMapped', code);
    const given = { ...fields, ...(file !== undefined && PENDING) };
    if (!validateFields(section, given, 'received').ok) return this.#refused('incomplete', code);
    const key = this.#entries.length;
    this.#entries.push({ key, section: code, fields, ...(file !== undefined && { file }) });
    return key;
  }

  addFile(file: FoundFile): number {
    this.#files.push(file);
    return this.#files.length - 1;
  }

  /** All that a file within this one gave, as if this one had given it. */
  absorb(found: Pick<Found, 'entries' | 'files' | 'warnings' | 'none'>): void {
    const files = found.files.map((file) => this.addFile(file));
    const keys = new Map<number, number>();
    for (const { key, section, fields, file, links, identity } of found.entries) {
      const added = this.add(section, fields, {
        ...(file !== undefined && { file: files[file] ?? file }),
        ...(links && { links: renameLinks(links, keys) }),
        identity,
      });
      if (added !== undefined) keys.set(key, added);
    }
    for (const { type, detail, count } of found.warnings) this.warn(type, detail, count);
    for (const section of found.none) this.addNone(section);
  }

  /** The source says that there is nothing of this section. */
  addNone(section: string): void {
    if (sectionByCode(section)) this.#none.add(section);
  }

  warn(type: WarningType, detail = '', count = 1): void {
    const key = `${type}|${detail}`;
    const before = this.#warnings.get(key)?.count ?? 0;
    this.#warnings.set(key, { type, detail: detail.slice(0, 200), count: before + count });
  }

  get size(): number {
    return this.#entries.length;
  }

  done(): CollectedParts {
    const none = [...this.#none].filter((code) => !this.#entries.some((e) => e.section === code));
    return {
      entries: this.#entries,
      files: this.#files,
      warnings: [...this.#warnings.values()],
      none,
    };
  }

  #refused(type: WarningType, detail: string): number | undefined {
    this.warn(type, detail);
    return undefined;
  }

  #clean(section: Section, raw: RawFields): FieldValues {
    const clean: Record<string, Json> = {};
    for (const [name, field] of Object.entries(section.fields)) {
      const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
      if (value === undefined || LATER.has(field.kind)) continue;
      const fitted = this.#fit(field, value, `${section.code}.${name}`);
      if (fitted !== undefined) clean[name] = fitted;
    }
    return clean;
  }

  #fit(field: Field, value: Json, place: string): Json | undefined {
    const fitted = this.#fitText(field, value, place);
    return isValueOf(field, fitted, 'written') && fitted !== '' ? fitted : undefined;
  }

  #fitText(field: Field, value: Json, place: string): Json {
    if (field.kind === 'list' && Array.isArray(value)) {
      return value.map((item: Json) => this.#fitText(field.of, item, place));
    }
    if (typeof value !== 'string') return value;
    if (field.kind === 'text') return this.#shorten(oneLine(value), maxLength(field), place);
    if (field.kind === 'longText')
      return this.#shorten(severalLines(value), maxLength(field), place);
    return value;
  }

  #shorten(text: string, max: number, place: string): string {
    if (text.length <= max) return text;
    this.warn('textShortened', place);
    return `${text.slice(0, max - 1).toWellFormed()}…`;
  }
}

const renameLinks = (
  links: Readonly<Record<string, readonly number[]>>,
  keys: ReadonlyMap<number, number>,
): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries(links).map(([name, old]) => [name, old.flatMap((key) => keys.get(key) ?? [])]),
  );

/** Stands for the file's reference until the file is sealed. */
const PENDING = {
  file: {
    blob: '0'.repeat(64),
    key: '0'.repeat(64),
    sizeBytes: 0,
    mediaType: 'application/octet-stream',
    name: '',
  },
};

const isComplete = (section: Section, fields: FieldValues): boolean =>
  validateFields(section, fields).ok;

const maxLength = (field: Field & { kind: 'text' | 'longText' }): number =>
  field.maxLength ?? defaultMaxLengths[field.kind];

/** Controls and marks that turn the direction of text: they hide what a line says. */
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;

export const oneLine = (text: string): string =>
  text.toWellFormed().replace(UNSEEN, '').replace(/\s+/g, ' ').trim();

const severalLines = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, '')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
