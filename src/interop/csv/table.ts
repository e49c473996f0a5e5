/** A table of text: rows of cells, as RFC 4180 and spreadsheets write them. */
export type Table = { readonly separator: string; readonly rows: readonly (readonly string[])[] };

const SEPARATORS = [';', ',', '\t', '|'] as const;
/** Lines that are enough to tell the separator. */
const SNIFFED_LINES = 12;
const MAX_COLUMNS = 500;

/** The separator that most lines hold as many times; undefined when none does on two lines. */
function separatorOf(text: string): string | undefined {
  const lines = text.split(/\r\n|\n|\r/, SNIFFED_LINES).filter((line) => line.trim() !== '');
  let best: { separator: string; score: number } | undefined;
  for (const separator of SEPARATORS) {
    const counts = lines.map((line) => withoutQuoted(line).split(separator).length - 1);
    const most = Math.max(0, ...counts);
    const agreeing = counts.filter((count) => count === most).length;
    if (most === 0 || agreeing < 2) continue;
    const score = agreeing * 100 + most;
    if (!best || score > best.score) best = { separator, score };
  }
  return best?.separator;
}

const withoutQuoted = (line: string): string => line.replace(/"[^"]*"/g, '');

/** A comma before a space punctuates a sentence. */
const isProse = (line: string): boolean => /,\s/.test(line) && !/,\S/.test(line);

/** Whether a text begins as a table: as many separators on most of its lines. */
export function looksLikeTable(head: string): boolean {
  const separator = separatorOf(head);
  if (separator === undefined) return false;
  const lines = head.split(/\r\n|\n|\r/, SNIFFED_LINES).filter((line) => line.trim() !== '');
  const counts = lines.map((line) => withoutQuoted(line).split(separator).length);
  const most = Math.max(...counts);
  if (separator === ',' && lines.every(isProse)) return false;
  return most > 1 && counts.filter((count) => count === most).length * 2 >= lines.length;
}

/** Cells with their quotes resolved. A quote that never ends takes the rest of the text. */
export function readTable(text: string): Table | undefined {
  const separator = separatorOf(text);
  if (separator === undefined) return undefined;
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { cell, end } = readCell(text, at, separator);
    if (row.length < MAX_COLUMNS) row.push(cell.trim());
    if (text[end] !== separator) {
      if (row.some((one) => one !== '')) rows.push(row);
      row = [];
    }
    at = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
  }
  if (row.some((one) => one !== '')) rows.push(row);
  return { separator, rows };
}

function readCell(text: string, start: number, separator: string): { cell: string; end: number } {
  if (text[start] === '"') return readQuoted(text, start, separator);
  const end = endOfCell(text, start, separator);
  return { cell: text.slice(start, end), end };
}

function endOfCell(text: string, start: number, separator: string): number {
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === separator || character === '\n' || character === '\r') return at;
  }
  return text.length;
}

function readQuoted(text: string, start: number, separator: string): { cell: string; end: number } {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { cell: text.slice(start + 1), end: text.length };
    if (text[quote + 1] !== '"') {
      const end = endOfCell(text, quote + 1, separator);
      return { cell: text.slice(start + 1, quote).replaceAll('""', '"'), end };
    }
    at = quote + 2;
  }
}
