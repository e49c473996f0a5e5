import { toHex, type Bytes } from '#base/bytes.ts';
import { documentTypeByCode } from '#knowledge/documents.ts';
import { err, ok, type Result } from '#base/result.ts';
import { readCda } from '../cda/read-cda.ts';
import { Collector } from '../collector.ts';
import { detect } from '../detect.ts';
import { categoryOfType } from '../document-category.ts';
import { notReadable, type InteropError } from '../errors.ts';
import type { Found, FoundPerson, InputFile, InteropDeps } from '../found.ts';
import { parseHl7 } from '../moments.ts';
import { readXml } from '../xml/read-xml.ts';
import { baseName, inflateEntry, type ZipEntry } from '../zip/read-zip.ts';
import { readMetadata, type XdmDocument } from './metadata.ts';

const METADATA = /(?:^|[/\\])IHE_XDM[/\\]([^/\\]+)[/\\]METADATA\.XML$/i;

/** Whether a ZIP holds an IHE XDM exchange (ITI TF-2 §3.32). */
export const isXdm = (entries: readonly ZipEntry[]): boolean =>
  entries.some(({ name }) => METADATA.test(name));

/**
 * IHE XDM: each subset's metadata names its documents, which are looked for by name in the ZIP
 * alone. Hash and size are compared; what differs is said, and the document is still shown.
 */
export async function readXdm(
  file: InputFile,
  entries: readonly ZipEntry[],
  deps: InteropDeps,
): Promise<Result<Found, InteropError>> {
  const collector = new Collector();
  collector.addFile({ name: file.name, mediaType: 'application/zip', bytes: file.bytes });
  if (!entries.some(({ name }) => /(?:^|[/\\])INDEX\.HTML?$/i.test(name)))
    collector.warn('indexMissing');
  const people: FoundPerson[] = [];
  for (const entry of entries.filter(({ name }) => METADATA.test(name))) {
    const folder = entry.name.slice(0, -'METADATA.XML'.length);
    const documents = metadataOf(entry, collector);
    if (!documents) return err(notReadable('METADATA.XML'));
    for (const document of documents) {
      const person = await readDocument(document, folder, { entries, collector, deps });
      if (person) people.push(person);
    }
  }
  const [person] = people;
  const others = people.filter(
    (one) => one.name !== person?.name || one.birthDate !== person.birthDate,
  );
  if (others.length > 0) collector.warn('otherPerson', '', others.length);
  return ok({
    kind: 'xdm',
    title: file.name,
    ...(person && { person }),
    ...collector.done(),
    source: { format: 'xdm' },
  });
}

function metadataOf(entry: ZipEntry, collector: Collector): XdmDocument[] | undefined {
  const bytes = inflateEntry(entry);
  const xml = bytes.ok ? readXml(bytes.value) : undefined;
  if (!xml?.ok) return undefined;
  for (const prefix of xml.value.undeclared) collector.warn('prefixUndeclared', prefix);
  return readMetadata(xml.value.root);
}

type Around = {
  readonly entries: readonly ZipEntry[];
  readonly collector: Collector;
  readonly deps: InteropDeps;
};

async function readDocument(
  document: XdmDocument,
  folder: string,
  { entries, collector, deps }: Around,
): Promise<FoundPerson | undefined> {
  const entry = findEntry(entries, folder, document.uri);
  const bytes = entry && inflateEntry(entry);
  if (!bytes?.ok) {
    collector.warn(bytes ? 'partUnreadable' : 'partMissing', baseName(document.uri));
    return undefined;
  }
  await compare(document, bytes.value, collector);
  const name = baseName(document.uri);
  const detected = detect(bytes.value);
  if (detected.type === 'text' && detected.kind === 'cda') {
    const found = readCda({ name, bytes: bytes.value }, deps);
    if (found.ok) {
      collector.absorb(found.value);
      return found.value.person;
    }
    collector.warn('partUnreadable', name);
  }
  addPlain(
    document,
    name,
    detected.type === 'text' ? 'text/plain' : detected.mediaType,
    bytes.value,
    collector,
  );
  return undefined;
}

/** By its path in the subset, else by its name: some programs write other separators or case. */
function findEntry(
  entries: readonly ZipEntry[],
  folder: string,
  uri: string,
): ZipEntry | undefined {
  const wanted = `${folder}${uri}`.replaceAll('\\', '/').toLowerCase();
  const inFolder = folder.replaceAll('\\', '/').toLowerCase();
  const plain = (entry: ZipEntry): string => entry.name.replaceAll('\\', '/').toLowerCase();
  return (
    entries.find((entry) => plain(entry) === wanted) ??
    entries.find(
      (entry) =>
        plain(entry).startsWith(inFolder) &&
        baseName(entry.name).toLowerCase() === baseName(uri).toLowerCase(),
    )
  );
}

async function compare(
  { hash, sizeBytes, uri }: XdmDocument,
  bytes: Bytes,
  collector: Collector,
): Promise<void> {
  if (sizeBytes !== undefined && sizeBytes !== bytes.length)
    collector.warn('sizeWrong', baseName(uri));
  if (hash === undefined) return;
  const actual = toHex(new Uint8Array(await crypto.subtle.digest('SHA-1', bytes)));
  if (actual !== hash) collector.warn('hashWrong', baseName(uri));
}

function addPlain(
  document: XdmDocument,
  name: string,
  mediaType: string,
  bytes: Bytes,
  collector: Collector,
): void {
  const file = collector.addFile({ name, mediaType, bytes });
  const { typeCode } = document;
  collector.add(
    'documents',
    {
      title: document.title ?? name,
      category: categoryOfType(typeCode),
      type: typeCode !== undefined && documentTypeByCode(typeCode) ? typeCode : undefined,
      date: parseHl7(document.creationTime ?? '', 'UTC')?.date,
      author: document.author,
    },
    { file, identity: document.uniqueId },
  );
}
