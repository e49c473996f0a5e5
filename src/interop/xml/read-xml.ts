import { DOMParser, ParseError, type Element } from '@xmldom/xmldom';
import { err, ok, type Result } from '#base/result.ts';
import { notReadable, tooLarge, type InteropError } from '../errors.ts';
import { limits } from '../limits.ts';
import { decodeText } from '../text/decode-text.ts';
import { scanTags, type TagScan } from './scan-tags.ts';

export type XmlDocument = {
  readonly root: Element;
  /** Prefixes that the file uses without declaring them. */
  readonly undeclared: readonly string[];
  readonly hasStylesheet: boolean;
};

/**
 * XML without a document type, of bounded size and depth. Nothing is fetched and no entity is
 * expanded but the five of XML itself.
 */
export function readXml(bytes: Uint8Array): Result<XmlDocument, InteropError> {
  if (bytes.length > limits.structuredBytes) return err(tooLarge('structured'));
  const text = decodeText(bytes, limits.structuredBytes);
  if (!text.ok) return text;
  const scan = scanTags(text.value);
  if (!scan.ok) return scan;
  const undeclared = [...scan.value.used].filter((prefix) => !scan.value.declared.has(prefix));
  const root = parse(declare(text.value, scan.value, undeclared));
  if (!root) return err(notReadable('XML'));
  return ok({ root, undeclared, hasStylesheet: scan.value.hasStylesheet });
}

function parse(xml: string): Element | undefined {
  try {
    const parser = new DOMParser({ locator: false, onError: ignoreError });
    return parser.parseFromString(xml, 'text/xml').documentElement ?? undefined;
  } catch (failure) {
    if (failure instanceof ParseError) return undefined;
    throw failure;
  }
}

/** The parser throws by itself what it cannot get over; of the rest the reader makes the best. */
const ignoreError = (): void => undefined;

/** What prefixes are for by custom, where a program forgot to say so. */
const CUSTOMARY: Readonly<Record<string, string>> = {
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  sdtc: 'urn:hl7-org:sdtc',
  lab: 'urn:oid:1.3.6.1.4.1.19376.1.3.2',
  pharm: 'urn:ihe:pharm:medication',
  rim: 'urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0',
  lcm: 'urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0',
  rs: 'urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0',
};

function declare(xml: string, { rootEnd }: TagScan, undeclared: readonly string[]): string {
  if (undeclared.length === 0) return xml;
  const names = undeclared.map(
    (prefix) => ` xmlns:${prefix}="${CUSTOMARY[prefix] ?? `urn:undeclared:${prefix}`}"`,
  );
  return xml.slice(0, rootEnd) + names.join('') + xml.slice(rootEnd);
}
