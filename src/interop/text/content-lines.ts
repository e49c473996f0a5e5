/** One line of iCalendar (RFC 5545 §3.1) or vCard (RFC 6350 §3.3). Names are in capitals. */
export type ContentLine = {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
};

/** Longer lines are cut: nobody reads them. */
const MAX_LINE = 65_536;

/** Lines, unfolded; what is no `NAME:value` is left out. Line ends of any system. */
export function readContentLines(text: string): ContentLine[] {
  const unfolded: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const last = unfolded.length - 1;
    if (/^[ \t]/.test(line) && last >= 0) {
      const before = unfolded[last] ?? '';
      if (before.length < MAX_LINE) unfolded[last] = before + line.slice(1);
    } else unfolded.push(line);
  }
  return unfolded.flatMap((line) => readLine(line.slice(0, MAX_LINE)) ?? []);
}

/** `group.NAME;PARAM=value;PARAM="a:b":value` */
function readLine(line: string): ContentLine | undefined {
  const head = /^(?:[\w-]+\.)?([A-Za-z][\w-]*)/.exec(line);
  if (!head) return undefined;
  const parameters = new Map<string, string>();
  let at = head[0].length;
  while (line[at] === ';') {
    const match = /;([\w-]+)(?:=((?:"[^"]*"|[^";:,])*(?:,(?:"[^"]*"|[^";:,])*)*))?/y;
    match.lastIndex = at;
    const found = match.exec(line);
    if (!found) return undefined;
    const name = (found[1] ?? '').toUpperCase();
    // vCard 2.1 writes a type without its name.
    if (found[2] === undefined) parameters.set('TYPE', name);
    else parameters.set(name, found[2].replaceAll('"', ''));
    at += found[0].length;
  }
  if (line[at] !== ':') return undefined;
  return { name: (head[1] ?? '').toUpperCase(), parameters, value: line.slice(at + 1) };
}

/** TEXT without its escapes: `\n`, `\,`, `\;`, `\\`. */
export const unescapeText = (value: string): string =>
  value.replace(/\\([\\;,nN])/g, (_all, character: string) =>
    character === 'n' || character === 'N' ? '\n' : character,
  );

/** Parts of a structured value, between semicolons that no backslash precedes. */
export const structuredParts = (value: string): string[] =>
  (value.match(/(?:\\.|[^;\\])*(?:;|$)/gs) ?? []).map((part) =>
    unescapeText(part.replace(/;$/, '')).trim(),
  );
