import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '#base/time.ts';
import { readFile } from '#interop/read-file.ts';
import { toDecimal } from '#interop/text/decimals.ts';
import { quoteDecimals } from '#interop/text/quote-decimals.ts';
import { ROOT } from '../commands/run.ts';

const FIXTURES = join(ROOT, 'tests/fixtures/interop');
/** One sample of each reader. */
const SAMPLES = [
  'cda/synthesis.xml',
  'fhir/french-observations.json',
  'dcc/vaccination.txt',
  'twoddoc/B2-test-covid.txt',
  'shc/example-01-d-jws.txt',
  'csv/cahier.csv',
  'csv/libreview-fr.csv',
  'ics/rendez-vous.ics',
  'vcard/old-2.vcf',
  'apple-health/export.xml',
  'apple-health/steps.zip',
];
const deps = { now: instant(Date.UTC(2026, 0, 1)), zone: 'Europe/Paris' };
const RUNS = Number(process.env['CARNET_FUZZ_RUNS'] ?? 40);

describe('importers', () => {
  test.each(SAMPLES)('%s damaged anywhere is read or refused, and never crashes', async (name) => {
    const bytes = new Uint8Array(readFileSync(join(FIXTURES, name)));
    const change = fc.record({
      at: fc.nat({ max: bytes.length - 1 }),
      put: fc.uint8Array({ maxLength: 12 }),
      cut: fc.nat({ max: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        let damaged = bytes;
        for (const { at, put, cut } of changes) {
          const head = damaged.subarray(0, at);
          damaged = new Uint8Array([...head, ...put, ...damaged.subarray(at + cut)]);
        }
        const found = await readFile({ name, bytes: damaged }, deps);
        expect(found.ok ? found.value.entries : found.error).toBeDefined();
      }),
      { numRuns: RUNS },
    );
  });

  test('JSON whose decimals are quoted holds the same values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const quoted = JSON.stringify(JSON.parse(text), (_key, item: unknown) =>
          typeof item === 'number' ? JSON.stringify(item) : item,
        );
        expect(JSON.stringify(JSON.parse(quoteDecimals(text)))).toBe(quoted);
      }),
    );
  });

  test('a decimal that is read is the number that was written', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
        (number) => {
          const read = toDecimal(String(number));
          if (read !== undefined) expect(Number(read)).toBeCloseTo(number, 9);
        },
      ),
    );
  });
});
