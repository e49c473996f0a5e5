import { err, ok, type Result } from '#base/result.ts';
import { notReadable, tooLarge, type InteropError } from '../errors.ts';
import { limits } from '../limits.ts';

/** What a first pass over the tags tells, before any parser builds anything. */
export type TagScan = {
  /** Where the start tag of the root ends: the place of its `>` or `/>`. */
  readonly rootEnd: number;
  readonly rootName: string;
  /** Prefixes used in names of elements and attributes, and those declared, wherever. */
  readonly used: ReadonlySet<string>;
  readonly declared: ReadonlySet<string>;
  /** `<?xml-stylesheet href="http…"?>`: an address that a browser would fetch. */
  readonly hasStylesheet: boolean;
};

/** Name of an element, then the rest of its start tag. */
const PREFIX = /(?:^|\s)([A-Za-z_][\w.-]*):([A-Za-z_][\w.-]*)\s*=/g;

/**
 * Refuses a DOCTYPE (XML 1.0 §2.8) and nesting beyond the limit, in one pass of linear time.
 * It checks no more: whether the text is well-formed is the parser's to say.
 */
export function scanTags(xml: string): Result<TagScan, InteropError> {
  const used = new Set<string>();
  const declared = new Set<string>(['xml', 'xmlns']);
  let [depth, rootEnd, rootName, hasStylesheet] = [0, -1, '', false];
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const kind = kindOf(xml, at);
    if (kind === 'doctype') return err({ type: 'DoctypeRefused' });
    const end = endOf(xml, at, kind);
    if (end < 0) return err(notReadable('XML'));
    if (kind === 'instruction') hasStylesheet ||= xml.startsWith('xml-stylesheet', at + 2);
    if (kind === 'close') depth--;
    if (kind === 'open') {
      const isEmpty = xml[end - 1] === '/';
      const tag = xml.slice(at + 1, isEmpty ? end - 1 : end);
      notePrefixes(tag, used, declared);
      if (rootEnd < 0) [rootEnd, rootName] = [isEmpty ? end - 1 : end, nameOf(tag)];
      if (!isEmpty && ++depth > limits.xmlDepth) return err(tooLarge('depth'));
    }
    at = end;
  }
  if (rootEnd < 0) return err(notReadable('XML'));
  return ok({ rootEnd, rootName, used, declared, hasStylesheet });
}

type TagKind = 'open' | 'close' | 'comment' | 'cdata' | 'instruction' | 'doctype';

function kindOf(xml: string, at: number): TagKind {
  if (xml.startsWith('<!--', at)) return 'comment';
  if (xml.startsWith('<![CDATA[', at)) return 'cdata';
  if (xml.startsWith('<!', at)) return 'doctype';
  if (xml.startsWith('<?', at)) return 'instruction';
  return xml.startsWith('</', at) ? 'close' : 'open';
}

const CLOSINGS = { comment: '-->', cdata: ']]>', instruction: '?>', close: '>' } as const;

/** Place of the last character; -1 when the text ends before. */
function endOf(xml: string, at: number, kind: TagKind): number {
  if (kind === 'open' || kind === 'doctype') return endOfTag(xml, at);
  const closing = CLOSINGS[kind];
  const found = xml.indexOf(closing, at + 2);
  return found < 0 ? -1 : found + closing.length - 1;
}

/** Place of the `>` that ends a start tag; one inside an attribute's value does not. */
export function endOfTag(xml: string, start: number): number {
  let quote = '';
  for (let at = start + 1; at < xml.length; at++) {
    const character = xml.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return -1;
}

const nameOf = (tag: string): string => /^[^\s/>]+/.exec(tag)?.[0] ?? '';

function notePrefixes(tag: string, used: Set<string>, declared: Set<string>): void {
  const [prefix, local] = nameOf(tag).split(':');
  if (local !== undefined && prefix !== undefined) used.add(prefix);
  if (!tag.includes(':')) return;
  for (const [, space = '', name = ''] of withoutValues(tag).matchAll(PREFIX)) {
    if (space === 'xmlns') declared.add(name);
    else used.add(space);
  }
}

/** Values may hold anything, ` a:b=` too. */
const withoutValues = (tag: string): string => tag.replace(/"[^"]*"|'[^']*'/g, '""');
