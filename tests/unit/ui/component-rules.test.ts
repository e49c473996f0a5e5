import { readdirSync, readFileSync } from 'node:fs';
import { parse, type AST } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';

const folder = new URL('../../../src/ui/components/', import.meta.url);
const components = readdirSync(folder)
  .filter((name) => name.endsWith('.svelte'))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));

const styleOf = (text: string): string => /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';

/** A code to scan is black on white whatever the theme, and paper is white. */
const withoutPaper = (css: string): string => css.replace(/#fff\b|#000\b/g, '');

const SPOKEN_ATTRIBUTES = ['aria-label', 'aria-description', 'title', 'placeholder', 'alt'];

/** Words that stand in the markup itself, or in an attribute that is read aloud. */
function literalWords(source: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) {
      node.forEach(visit);
      return;
    }
    const { type, name, data } = node as { type?: string; name?: string; data?: string };
    if (type === 'StyleDirective') return;
    if (type === 'Attribute' && !SPOKEN_ATTRIBUTES.includes(name ?? '')) return;
    if (type === 'Text' && /\p{L}/u.test(data ?? '')) found.push(data ?? '');
    Object.values(node).forEach(visit);
  };
  const root: AST.Root = parse(source, { modern: true });
  visit(root.fragment);
  return found;
}

test('a literal word is found, in the markup and in what is read aloud', () => {
  const source = '<p class="box" title="Fermer">{#if a}<b>Bonjour</b>{/if}</p>';
  expect(literalWords(source)).toEqual(['Fermer', 'Bonjour']);
});

describe.each(components)('$name', ({ name, text }) => {
  test('opens with one line that shows its use', () => {
    const use = `\`<${name.replace('.svelte', '')}`;
    expect(text.split('\n')[0]).toMatch(/^<!-- .+ -->$/);
    expect(text.split('\n')[0]).toContain(use);
  });

  test('takes its colours from the tokens', () => {
    expect(withoutPaper(styleOf(text))).not.toMatch(/#[0-9a-f]{3,8}\b|rgb\(|hsl\(|oklch\(/i);
  });

  test('has no gradient, and no shadow but the thickness of a sheet', () => {
    const shadows = styleOf(text).replace(/box-shadow: (var\(--lift\)|none)/g, '');
    expect(shadows).not.toMatch(/gradient|backdrop-filter|-shadow/);
  });

  test('says no word of its own', () => {
    expect(literalWords(text)).toEqual([]);
  });

  test('keeps its data out of effects', () => {
    expect(text).not.toMatch(/\$effect/);
  });
});
