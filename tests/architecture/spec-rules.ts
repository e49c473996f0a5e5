import type { SourceFile } from './source-files.ts';

const TAG = /\[([A-Z]+\d+)\]/g;
const DEFINITION = /^[\s>*|-]*\**\[([A-Z]+\d+)\]/;

/** The numbered sentences of SPEC files and the tags that claim to hold them. */
export type Claims = {
  readonly defined: readonly string[];
  readonly claimed: ReadonlySet<string>;
};

/** `[C7]` at the start of a line, list item or table row of a SPEC defines C7. */
export function readDefinitions(specs: readonly SourceFile[]): string[] {
  return specs.flatMap(({ text }) =>
    text.split('\n').flatMap((line) => DEFINITION.exec(line)?.[1] ?? []),
  );
}

export const readTags = (files: readonly SourceFile[]): Set<string> =>
  new Set(files.flatMap(({ text }) => Array.from(text.matchAll(TAG), ([, tag]) => tag ?? '')));

/** Sentences defined twice, sentences nobody holds, and tags of no sentence. */
export function findSpecFaults({ defined, claimed }: Claims): string[] {
  const known = new Set(defined);
  const prefixes = new Set(defined.map((tag) => tag.replace(/\d+$/, '')));
  const twice = defined.filter((tag, index) => defined.indexOf(tag) !== index);
  const unheld = [...known].filter((tag) => !claimed.has(tag));
  const unknown = [...claimed].filter(
    (tag) => prefixes.has(tag.replace(/\d+$/, '')) && !known.has(tag),
  );
  return [
    ...twice.map((tag) => `${tag} is defined twice`),
    ...unheld.map((tag) => `${tag} is held by no code and no test`),
    ...unknown.map((tag) => `${tag} is the tag of no sentence`),
  ];
}
