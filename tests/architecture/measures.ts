import ts from 'typescript';
import { posix } from 'node:path';
import { readImports } from './imports.ts';
import { isComponent, type SourceFile } from './source-files.ts';

export type Measured = { readonly name: string; readonly lines: number };

/** Lines of a text, a final newline not counted as one more. */
export const countLines = (text: string): number => text.replace(/\n$/, '').split('\n').length;

/** The value below which `share` of the figures lie; 0 when there are none. */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** Every function with a body, arrow functions and methods included, with its length. */
export function measureFunctions(file: SourceFile): Measured[] {
  const text = isComponent(file.path) ? scriptsOf(file.text) : file.text;
  const source = ts.createSourceFile(file.path, text, ts.ScriptTarget.ESNext, true);
  const found: Measured[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const start = source.getLineAndCharacterOfPosition(node.getStart()).line;
      const end = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      found.push({ name: `${file.path}:${String(start + 1)}`, lines: end - start + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const scriptsOf = (component: string): string =>
  Array.from(component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g), ([, code]) => code).join(
    '\n',
  );

/** One runtime cycle, as the paths along it, or undefined. Imports of types do not count. */
export function findRuntimeCycle(files: readonly SourceFile[]): string[] | undefined {
  const graph = new Map(files.map((file) => [file.path, runtimeTargets(file)]));
  const done = new Set<string>();
  const follow = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const target of graph.get(path) ?? []) {
      const cycle = follow(target, [...trail, path]);
      if (cycle) return cycle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of graph.keys()) {
    const cycle = follow(path, []);
    if (cycle) return cycle;
  }
  return undefined;
}

function runtimeTargets(file: SourceFile): string[] {
  return readImports(file)
    .filter(({ typeOnly, dynamic }) => !typeOnly && !dynamic)
    .flatMap(({ specifier = '' }) => {
      if (specifier.startsWith('#')) return [`src/${specifier.slice(1)}`];
      if (!specifier.startsWith('.')) return [];
      return [posix.join(posix.dirname(file.path), specifier.replace(/\?.*$/, ''))];
    });
}
