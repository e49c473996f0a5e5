import { readFileSync } from 'node:fs';

const spec = readFileSync(new URL('../../../src/protocol/SPEC.md', import.meta.url), 'utf8');

/** The rows of the table of src/protocol/SPEC.md that has these headings, by heading. */
export function specTable(...headings: readonly string[]): readonly Record<string, string>[] {
  const lines = spec.split('\n');
  const first = lines.findIndex((line) => cellsOf(line).join() === headings.join());
  if (first < 0) throw new Error(`no table ${headings.join(', ')}`);
  const rows: Record<string, string>[] = [];
  for (const line of lines.slice(first + 2)) {
    if (!line.startsWith('|')) break;
    const cells = cellsOf(line);
    rows.push(Object.fromEntries(headings.map((name, i) => [name, cells[i] ?? ''])));
  }
  return rows;
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
