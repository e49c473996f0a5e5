import fc from 'fast-check';
import type { EntryId } from '#base/ids.ts';
import { instant, type Instant, type PartialDate } from '#base/time.ts';
import { sensitivities, type Entry, type Json } from '#record/entry.ts';
import type { Field } from '#record/fields.ts';
import { sections } from '#record/registry.ts';
import { singleEntryId, type FieldValues, type Section } from '#record/section.ts';
import type { SectionFilter, WindowFilter } from '#record/window-filter.ts';

/** Valid values of every section, made from its declaration alone. */

export const allSections: readonly Section[] = sections;

/** Objects as JSON and structured clones make them. */
const plainRecord = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true });

const hex = (digits: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...Array.from('0123456789abcdef')),
    minLength: digits,
    maxLength: digits,
  });

/** Never the id of a single section: its first digit says so. */
export const entryId: fc.Arbitrary<EntryId> = hex(31).map((digits) => `f${digits}` as EntryId);

export const moment: fc.Arbitrary<Instant> = fc
  .integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 })
  .map(instant);

export const partialDate: fc.Arbitrary<PartialDate> = fc
  .tuple(
    fc.integer({ min: 1900, max: 2100 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .chain(([year, month, day]) => {
    const two = (part: number): string => String(part).padStart(2, '0');
    const text = `${String(year)}-${two(month)}-${two(day)}`;
    return fc.constantFrom(text, text.slice(0, 7), text.slice(0, 4)) as fc.Arbitrary<PartialDate>;
  });

/** Text without controls or lone surrogates, awkward on purpose. */
const line = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: 'binary', minLength, maxLength })
    .filter((text) => !/[\u0000-\u001f\u007f]/.test(text) && text.length <= maxLength)
    .filter((text) => minLength === 0 || text.trim() !== '');

const decimal = fc
  .tuple(
    fc.boolean(),
    fc.integer({ min: 0, max: 99_999 }),
    fc.option(fc.integer({ min: 0, max: 9999 })),
  )
  .map(
    ([minus, whole, part]) =>
      `${minus ? '-' : ''}${String(whole)}${part === null ? '' : `.${String(part)}`}`,
  );

/** Plain JSON as `isJson` takes it. */
export const plainJson: fc.Arbitrary<Json> = fc
  .jsonValue({ maxDepth: 3, stringUnit: 'grapheme' })
  .map(
    (value) =>
      JSON.parse(JSON.stringify(value).replaceAll(/__proto__|constructor/g, 'key')) as Json,
  );

/** @param links ids that links may point to */
export function valueOf(field: Field, links: fc.Arbitrary<EntryId>): fc.Arbitrary<Json> {
  const minLength = field.required === true ? 1 : 0;
  switch (field.kind) {
    case 'text':
      return line(minLength, Math.min(field.maxLength ?? 20, 20));
    case 'longText':
      return line(minLength, 40).map((text) => `${text}\n\t${text}`);
    case 'choice':
      return fc.constantFrom(...field.options);
    case 'code':
      return fc.stringMatching(/^[A-Z0-9][A-Z0-9_-]{0,12}$/);
    case 'partialDate':
      return partialDate;
    case 'instantWithZone':
      return plainRecord({
        at: moment,
        zone: fc.constantFrom(
          'Europe/Paris',
          'Indian/Reunion',
          'Pacific/Noumea',
          'America/Cayenne',
        ),
      });
    case 'decimal':
      return decimal;
    case 'quantity':
      return plainRecord({
        value: decimal,
        unit: fc.constantFrom('kg', 'mm[Hg]', '1/(24.h)', '%'),
      });
    case 'boolean':
      return fc.boolean();
    case 'file':
      return plainRecord({
        blob: hex(64),
        key: hex(64),
        sizeBytes: fc.integer({ min: 0, max: 2 ** 31 }),
        mediaType: fc.constantFrom('application/pdf', 'image/jpeg', 'image/svg+xml'),
        name: line(1, 30),
      });
    case 'links':
      return fc.uniqueArray(links, { maxLength: 4 });
    case 'list':
      return fc.array(valueOf(field.of, links), { maxLength: Math.min(field.maxItems ?? 4, 4) });
    case 'windowFilter':
      return windowFilter(links);
    case 'json':
      return plainJson.filter((value) => value !== null);
  }
}

/** Valid fields of a section: the required ones always, the others sometimes. */
export function fieldsOf(section: Section, links = entryId): fc.Arbitrary<FieldValues> {
  const required = Object.keys(section.fields).filter(
    (name) => section.fields[name]?.required === true,
  );
  const arbitraries = Object.fromEntries(
    Object.entries(section.fields).map(([name, field]) => [name, valueOf(field, links)]),
  );
  return fc
    .record(arbitraries, { requiredKeys: required, noNullPrototype: true })
    .chain((fields) => completed(section.code, fields));
}

/** What a section asks of its fields together. */
function completed(code: string, fields: FieldValues): fc.Arbitrary<FieldValues> {
  const quantity = valueOf({ kind: 'quantity' }, entryId);
  if (code === 'measurements') return measured(fields);
  if (code === 'results') return quantity.map((value) => ({ value, ...fields }));
  if (code !== 'targets') return fc.constant(fields);
  const isPair = fields['kind'] === 'bloodPressure';
  const bounds = Object.entries(fields).filter(([name]) => isPair || !/^diastolic/.test(name));
  return quantity.map((high) => ({ high, ...Object.fromEntries(bounds) }));
}

/** Blood pressure is a pair, every other measure one value. */
function measured(fields: FieldValues): fc.Arbitrary<FieldValues> {
  const rest = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !['value', 'systolic', 'diastolic'].includes(name)),
  );
  const quantity = valueOf({ kind: 'quantity' }, entryId);
  return fields['kind'] === 'bloodPressure'
    ? plainRecord({ systolic: quantity, diastolic: quantity }).map((pair) => ({ ...rest, ...pair }))
    : quantity.map((value) => ({ ...rest, value }));
}

export const sectionFilter: fc.Arbitrary<SectionFilter> = fc.record(
  {
    shown: fc.boolean(),
    categories: fc.subarray(['weight', 'bloodPressure', 'reports', 'imaging', 'futureKind']),
    since: partialDate,
    currentOnly: fc.boolean(),
  },
  { requiredKeys: ['shown'], noNullPrototype: true },
);

const sectionCode = fc.constantFrom(...allSections.map(({ code }) => code), 'future-section');

export function windowFilter(ids: fc.Arbitrary<EntryId>): fc.Arbitrary<WindowFilter> {
  const chosen = fc.uniqueArray(ids, { maxLength: 4 });
  return plainRecord({
    number: fc.integer({ min: 1, max: 1000 }),
    projector: fc.constant(1),
    preset: fc.constantFrom('generalPractitioner', 'emergency'),
    sections: fc.oneof(
      fc.dictionary(sectionCode, sectionFilter, { noNullPrototype: true }),
      fc.dictionary(sectionCode, fc.constant({ shown: true }), {
        minKeys: 8,
        noNullPrototype: true,
      }),
    ),
    include: chosen,
    includeProtected: chosen,
    exclude: chosen,
  });
}

const rarely = <T, U>(arbitrary: fc.Arbitrary<T>, otherwise: U): fc.Arbitrary<T | U> =>
  fc.oneof({ weight: 1, arbitrary }, { weight: 5, arbitrary: fc.constant(otherwise) });

/** Entries of every section alike. */
export const anyEntry = (ids: fc.Arbitrary<EntryId>): fc.Arbitrary<Entry> =>
  fc.oneof(...allSections.map((section) => entryOf(section, ids)));

/** An entry as a doc gives it; `ids` is a pool, so that links and filters meet entries. */
export function entryOf(section: Section, ids: fc.Arbitrary<EntryId>): fc.Arbitrary<Entry> {
  return fc.record({
    id: section.single ? fc.constant(singleEntryId(section.code)) : ids,
    section: fc.constant(section.code),
    meta: fc.record({
      createdAt: moment,
      changedAt: moment,
      hidden: rarely(fc.constant(true), false),
      sensitive: rarely(fc.constantFrom(...sensitivities), undefined),
      deletedAt: rarely(moment, undefined),
      source: fc.option(plainJson, { nil: undefined }),
    }),
    fields: fieldsOf(section, ids),
  });
}
