import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A text file and its path from the root, with forward slashes. */
export type SourceFile = { readonly path: string; readonly text: string };

/** Every file under `folder` (from the root) whose name ends as `pattern` says, in path order. */
export function readFiles(folder: string, pattern: RegExp): SourceFile[] {
  return listFiles(folder)
    .filter((path) => pattern.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** The paths of every file under `folder`, or nothing when there is no such folder. */
export function listFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.includes('node_modules/') && !path.startsWith('tests/.output/'))
    .sort();
}

export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

export const CODE = /\.(ts|js|svelte)$/;
export const isComponent = (path: string): boolean => path.endsWith('.svelte');

/** The rows of the first Markdown table whose header starts with `| firstHeader |`. */
export function readTable(markdown: string, firstHeader: string): string[][] {
  const lines = markdown.split('\n');
  const header = lines.findIndex((line) => splitRow(line)[0] === firstHeader);
  if (header < 0) return [];
  const rows: string[][] = [];
  for (const line of lines.slice(header + 2)) {
    if (!line.startsWith('|')) break;
    rows.push(splitRow(line));
  }
  return rows;
}

const splitRow = (line: string): string[] =>
  line.startsWith('|')
    ? line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim())
    : [];
