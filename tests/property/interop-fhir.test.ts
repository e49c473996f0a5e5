import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '#base/time.ts';
import { readFile } from '#interop/read-file.ts';
import { writeFhir } from '#interop/fhir/write-fhir.ts';
import { sections } from '#record/registry.ts';
import type { FieldValues, Section } from '#record/section.ts';
import { fieldsOf } from './record-arbitraries.ts';

const deps = { now: instant(Date.UTC(2026, 0, 1)), zone: 'Europe/Paris' };
const all: readonly Section[] = sections;
/** A document is nothing without its file, which no Bundle of entries holds. */
const written = all.filter(({ projectable, code }) => projectable && code !== 'documents');

/** Without the normal form that the record's own formats ask for. */
const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** What travels: all but files and links. */
const plain = (section: Section, fields: FieldValues): FieldValues =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) => {
      const kind = Object.hasOwn(section.fields, name) ? section.fields[name]?.kind : undefined;
      return kind !== 'file' && kind !== 'links';
    }),
  );

async function roundTrip(section: Section, fields: FieldValues): Promise<FieldValues | undefined> {
  const entry = { id: '0'.repeat(32), section: section.code, fields };
  const text = JSON.stringify(writeFhir([entry]));
  const found = await readFile({ name: 'x.json', bytes: encode(text) }, deps);
  if (!found.ok) return undefined;
  return found.value.entries.find((one) => one.section === section.code)?.fields;
}

describe('FHIR out and in again', () => {
  test.each(written.map((section) => [section.code, section] as const))(
    'an entry of %s comes back to the last digit',
    async (_code, section) => {
      await fc.assert(
        fc.asyncProperty(fieldsOf(section), async (fields) => {
          expect(await roundTrip(section, fields)).toEqual(plain(section, fields));
        }),
        { numRuns: 30 },
      );
    },
  );

  test('another program finds the main facts without knowing Carnet', async () => {
    const at = Date.UTC(2026, 2, 11, 7, 10);
    const entries: readonly (readonly [string, FieldValues])[] = [
      [
        'identity',
        { birthName: 'TESTOVA', givenNames: ['CAMILLE'], sex: 'female', birthDate: '1960-05-14' },
      ],
      [
        'allergies',
        { substance: 'Arachide', severity: 'severe', reaction: 'Choc', status: 'active' },
      ],
      ['conditions', { label: 'Migraine', icd10: 'G43', start: '2011', status: 'resolved' }],
      [
        'treatments',
        { label: 'LEVOTHYROX', atc: 'H03AA01', schedule: 'le matin', start: '2022-02' },
      ],
      [
        'immunizations',
        { vaccine: 'REVAXIS', atc: 'J07CA01', date: '2024-09-09', lot: 'L1', doseRank: '3' },
      ],
      ['procedures', { label: 'Appendicectomie', type: 'act', start: '1999', place: 'Clinique' }],
      [
        'results',
        {
          label: 'TSH',
          loinc: '3016-3',
          value: { value: '0.05', unit: 'm[IU]/L' },
          sampledAt: '2026-03-11',
        },
      ],
      [
        'measurements',
        {
          kind: 'weight',
          value: { value: '72.5', unit: 'kg' },
          takenAt: { at, zone: 'Europe/Paris' },
        },
      ],
      [
        'measurements',
        {
          kind: 'bloodPressure',
          systolic: { value: '128', unit: 'mm[Hg]' },
          diastolic: { value: '79', unit: 'mm[Hg]' },
          takenAt: { at, zone: 'Europe/Paris' },
        },
      ],
      ['family-history', { condition: 'Diabète', kinship: 'MTH' }],
    ];
    const bundle = writeFhir(
      entries.map(([section, fields], index) => ({
        id: String(index).padStart(32, '0'),
        section,
        fields,
      })),
    );
    const text = JSON.stringify(bundle).replaceAll('urn:carnet:entry', 'urn:other');
    const found = await readFile({ name: 'x.json', bytes: encode(text) }, deps);
    const facts = found.ok
      ? found.value.entries.filter(({ section }) => section !== 'documents')
      : [];
    expect(facts.map(({ section, fields }) => [section, fields])).toMatchObject(
      entries.map(([section, fields]) => [
        section,
        section === 'procedures' ? { label: 'Appendicectomie', start: '1999' } : fields,
      ]),
    );
  });

  test('a section that holds keys is never written, and never read', async () => {
    const fields = { channel: 'a'.repeat(64) };
    const bundle = writeFhir([{ id: '1'.repeat(32), section: 'channels', fields }]);
    expect(bundle).toMatchObject({ entry: [] });
    const forged = {
      resourceType: 'Basic',
      extension: [
        { url: 'urn:carnet:entry', valueString: JSON.stringify({ section: 'channels', fields }) },
      ],
    };
    const found = await readFile({ name: 'x.json', bytes: encode(JSON.stringify(forged)) }, deps);
    expect(found.ok && found.value.entries.map(({ section }) => section)).toEqual(['documents']);
  });
});
