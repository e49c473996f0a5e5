import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { labels } from '#crypto/labels.ts';

const root = new URL('../../../', import.meta.url);
const specification = readFileSync(new URL('src/crypto/SPEC.md', root), 'utf8');
const folders = [
  'src/crypto/',
  'tests/unit/crypto/',
  'tests/property/',
  'tests/interop/crypto/',
  'tests/interop/second/crypto/',
];

const filesOf = (folder: string): string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter(
      (path) => path.endsWith('.ts') && (folder !== 'tests/property/' || /^crypto/.test(path)),
    )
    .map((path) => folder + path);

const tagsOf = (text: string): string[] => text.match(/\bC\d+(?=['\]])/g) ?? [];
const stated = (specification.match(/\*\*\[(C\d+)\]\*\*/g) ?? []).map((tag) => tag.slice(3, -3));

it('each sentence of the SPEC is numbered once, without gaps', () => {
  const numbers = stated.map((tag) => Number(tag.slice(1))).toSorted((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: stated.length }, (_, index) => index + 1));
  expect(numbers.length).toBeGreaterThan(30);
});

it('each sentence of the SPEC is tagged in code or tests, and each tag is a sentence', () => {
  const tagged = folders.flatMap(filesOf).flatMap((path) => {
    const tags = tagsOf(readFileSync(new URL(path, root), 'utf8'));
    return tags.map((tag) => ({ tag, path }));
  });
  const known = new Set(stated);
  expect(tagged.filter(({ tag }) => !known.has(tag))).toEqual([]);
  const used = new Set(tagged.map(({ tag }) => tag));
  expect(stated.filter((tag) => !used.has(tag))).toEqual([]);
});

it('each reference within the SPEC is to a sentence of it', () => {
  const references = specification.match(/\[C\d+\]/g) ?? [];
  expect(references.map((tag) => tag.slice(1, -1)).filter((tag) => !stated.includes(tag))).toEqual(
    [],
  );
});

it('the labels of the SPEC are those of the code [C3]', () => {
  const sentence =
    /\*\*\[C3\]\*\*[\s\S]*?The names are([\s\S]*?)\n- /.exec(specification)?.[1] ?? '';
  const named = Array.from(
    sentence.matchAll(/`([a-z0-9-]+)`/g),
    ([, name]) => `carnet/v1/${String(name)}`,
  );
  expect(Object.values(labels).toSorted()).toEqual(named.toSorted());
});
