import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { utf8, type Bytes } from '#base/bytes.ts';
import { instant } from '#base/time.ts';
import type { Found } from '#interop/found.ts';
import { readFile } from '#interop/read-file.ts';
import { ROOT } from '../../commands/run.ts';

const cda = new Uint8Array(readFileSync(join(ROOT, 'tests/fixtures/interop/cda/biology.xml')));
const pdf = utf8('%PDF-1.4\n%%EOF\n');

const object = (uri: string, bytes: Bytes, extra = ''): string => `
  <rim:ExtrinsicObject id="o" mimeType="text/xml" objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1">
    <rim:Slot name="URI"><rim:ValueList><rim:Value>${uri}</rim:Value></rim:ValueList></rim:Slot>
    <rim:Slot name="size"><rim:ValueList><rim:Value>${String(bytes.length)}</rim:Value></rim:ValueList></rim:Slot>
    <rim:Slot name="hash"><rim:ValueList><rim:Value>${createHash('sha1').update(bytes).digest('hex')}</rim:Value></rim:ValueList></rim:Slot>
    <rim:Slot name="creationTime"><rim:ValueList><rim:Value>20260312161000</rim:Value></rim:ValueList></rim:Slot>
    <rim:Name><rim:LocalizedString value="A report"/></rim:Name>
    <rim:Classification classificationScheme="urn:uuid:f0306f51-975f-434e-a61c-c59651d33983" nodeRepresentation="18748-4"/>
    ${extra}
  </rim:ExtrinsicObject>`;

const metadata = (
  objects: string,
  declared = ' xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"',
): Bytes =>
  utf8(
    `<lcm:SubmitObjectsRequest xmlns:lcm="urn:x"${declared}><rim:RegistryObjectList>${objects}</rim:RegistryObjectList></lcm:SubmitObjectsRequest>`,
  );

async function read(files: Record<string, Uint8Array>): Promise<Found> {
  const bytes = new Uint8Array(zipSync(files));
  const found = await readFile(
    { name: 'IHE_XDM.ZIP', bytes },
    { now: instant(0), zone: 'Europe/Paris' },
  );
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
}

const warningsOf = (found: Found): string[] => found.warnings.map(({ type }) => type);
const whole = { 'README.TXT': utf8('x'), 'INDEX.HTM': utf8('x') };

describe('IHE XDM', () => {
  test('gives what the documents of every subset give, and keeps the exchange', async () => {
    const found = await read({
      ...whole,
      'IHE_XDM/SUBSET01/METADATA.XML': metadata(object('DOC0001.XML', cda)),
      'IHE_XDM/SUBSET01/DOC0001.XML': cda,
      'IHE_XDM/SUBSET02/METADATA.XML': metadata(object('DOC0001.PDF', pdf)),
      'IHE_XDM/SUBSET02/DOC0001.PDF': pdf,
    });
    expect(found.kind).toBe('xdm');
    expect(found.person?.birthDate).toBe('1960-05-14');
    const sections = found.entries.map(({ section }) => section);
    expect(sections.filter((code) => code === 'results')).toHaveLength(4);
    expect(sections.filter((code) => code === 'documents')).toHaveLength(2);
    expect(found.files.map(({ mediaType }) => mediaType)).toEqual([
      'application/zip',
      'application/xml',
      'application/pdf',
    ]);
    const result = found.entries.find(({ section }) => section === 'results');
    const document = found.entries.find(({ section }) => section === 'documents');
    expect(result?.links).toEqual({ documents: [document?.key] });
    expect(warningsOf(found)).toEqual(['replacesDocument']);
  });

  test('says that the index is missing, a hash wrong, a size wrong, a document absent', async () => {
    const found = await read({
      'IHE_XDM/SUBSET01/METADATA.XML': metadata(
        object('A.PDF', utf8('%PDF-1.4 x')) + object('B.PDF', pdf),
      ),
      'IHE_XDM/SUBSET01/A.PDF': pdf,
    });
    expect(warningsOf(found).sort()).toEqual([
      'hashWrong',
      'indexMissing',
      'partMissing',
      'sizeWrong',
    ]);
    expect(found.entries.map(({ section }) => section)).toEqual(['documents']);
    expect(found.entries[0]?.fields).toMatchObject({
      title: 'A report',
      category: 'imaging',
      date: '2026-03-12',
    });
  });

  test('reads prefixes that nobody declared, other case and other separators', async () => {
    const found = await read({
      ...whole,
      'IHE_XDM\\SUBSET01\\METADATA.XML': metadata(object('doc.pdf', pdf), ''),
      'IHE_XDM\\SUBSET01\\DOC.PDF': pdf,
    });
    expect(warningsOf(found)).toEqual(['prefixUndeclared']);
    expect(found.entries).toHaveLength(1);
  });

  test('never leaves the ZIP for a document', async () => {
    const found = await read({
      ...whole,
      'IHE_XDM/SUBSET01/METADATA.XML': metadata(object('../../../etc/passwd', pdf)),
    });
    expect(warningsOf(found)).toEqual(['partMissing']);
    expect(found.entries).toEqual([]);
  });
});
