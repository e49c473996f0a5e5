import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { utf8, type Bytes } from '#base/bytes.ts';
import { instant } from '#base/time.ts';
import type { Found } from '#interop/found.ts';
import type { InteropError } from '#interop/errors.ts';
import { readFile } from '#interop/read-file.ts';
import { ROOT } from '../../commands/run.ts';

const HOSTILE = join(ROOT, '../shared/corpora/hostile');
const isThere = existsSync(HOSTILE);
const deps = { now: instant(Date.UTC(2026, 0, 1)), zone: 'Europe/Paris' };

async function read(bytes: Bytes, name = 'x'): Promise<Found | InteropError> {
  const found = await readFile({ name, bytes }, deps);
  return found.ok ? found.value : found.error;
}

const sample = (path: string): Bytes => new Uint8Array(readFileSync(join(HOSTILE, path)));

describe('files that must not hurt', () => {
  test.skipIf(!isThere)(
    'entities, outside files and deep nesting are refused in one word',
    async () => {
      const refused = async (name: string): Promise<unknown> =>
        read(sample(`handmade/cda/${name}.xml`));
      expect(await refused('billion-laughs')).toEqual({ type: 'DoctypeRefused' });
      expect(await refused('quadratic-blowup')).toEqual({ type: 'DoctypeRefused' });
      expect(await refused('xxe-http')).toEqual({ type: 'DoctypeRefused' });
      expect(await refused('deep-nesting-20000')).toEqual({ type: 'TooLarge', limit: 'depth' });
    },
  );

  test.skipIf(!isThere)('a body that lies about its type gives no file', async () => {
    const found = await read(sample('handmade/cda/nonxmlbody-mime-lie.xml'));
    expect(found).toMatchObject({ files: [{ mediaType: 'application/xml' }] });
    expect((found as Found).files).toHaveLength(1);
    expect((found as Found).warnings.map(({ type }) => type)).toContain('mediaTypeWrong');
  });

  test.skipIf(!isThere)('no JSON of the parsing suite crashes, whatever it is', async () => {
    const folder = 'json-test-suite/test_parsing';
    const names = readdirSync(join(HOSTILE, folder));
    for (const name of names) {
      const found = await read(sample(join(folder, name)), name);
      const isKnown = 'kind' in found || ['TooLarge', 'Empty', 'NotReadable'].includes(found.type);
      expect(isKnown, name).toBe(true);
    }
    expect(names.length).toBeGreaterThan(150);
  });

  test('a name of the prototype is a name like another', async () => {
    const found = await read(
      utf8(
        '{"resourceType":"constructor","status":"__proto__","code":{"coding":[{"code":"toString"}]}}',
      ),
    );
    expect(found).toMatchObject({
      kind: 'fhir',
      warnings: [{ type: 'notMapped', detail: 'constructor' }],
    });
  });

  test('references in a circle end', async () => {
    const observation = (id: string, other: string): string =>
      `{"resource":{"resourceType":"Observation","id":"${id}","hasMember":[{"reference":"Observation/${other}"}]}}`;
    const report =
      '{"resource":{"resourceType":"DiagnosticReport","status":"final","result":[{"reference":"Observation/a"}]}}';
    const text = `{"resourceType":"Bundle","entry":[${observation('a', 'b')},${observation('b', 'a')},${report}]}`;
    expect(await read(utf8(text))).toMatchObject({ kind: 'fhir' });
  });

  test('text that turns or hides itself is shown straight', async () => {
    const found = await read(
      utf8('BEGIN:VCARD\nVERSION:4.0\nFN:Dr \u202eelpmexE\u0007 \u2066Alix\nEND:VCARD'),
    );
    expect((found as Found).entries[0]?.fields).toEqual({ name: 'Dr elpmexE Alix' });
  });

  test('a number of a thousand digits is no value', async () => {
    const found = await read(
      utf8(`Date;Poids (kg)\n11/03/2026;${'9'.repeat(1000)}\n12/03/2026;71\n`),
    );
    expect((found as Found).entries).toHaveLength(1);
  });

  test('a quote that never ends takes no row before it along', async () => {
    const rows = 'Date;Poids (kg)\n11/03/2026;71\n12/03/2026;72\n';
    const found = await read(utf8(`${rows}"${'x'.repeat(100_000)}\n13/03/2026;73\n`));
    expect(found).toMatchObject({ kind: 'csv' });
    expect((found as Found).entries).toHaveLength(2);
  });

  test('a certificate that swells is refused', async () => {
    const found = await read(utf8(`HC1:${'0'.repeat(300_000)}`));
    expect(found).toEqual({ type: 'NotReadable', what: 'zlib' });
  });
});
