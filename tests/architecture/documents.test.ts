import { describe, expect, test } from 'vitest';
import {
  findDependencyFaults,
  findUnlocked,
  type LockedPackages,
  findIncompleteTerms,
  findUnexplained,
  findUnknownCommands,
  findUnprovenClaims,
} from './document-rules.ts';
import { sections } from '#record/registry.ts';
import { readFiles, readText } from './source-files.ts';

type Manifest = {
  readonly license?: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
};
type Lock = { readonly packages: LockedPackages };

const manifest = JSON.parse(readText('package.json')) as Manifest;
const lock = JSON.parse(readText('package-lock.json')) as Lock;
const names = Object.keys({
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
});
describe('documents that can be checked', () => {
  test.each(['README.md', '.github/CONTRIBUTING.md', '.github/SECURITY.md'])(
    'every command shown in %s exists',
    (path) => {
      expect(findUnknownCommands(readText(path), manifest.scripts)).toEqual([]);
    },
  );

  test('a command that does not exist is found', () => {
    const shown = '`npm ci && npm start`, `npm run verify`, `npm run deploy`, `npm verify`';
    const scripts = { start: '', verify: '' };
    expect(findUnknownCommands(shown, scripts)).toEqual(['npm run deploy', 'npm verify']);
  });

  test('every claim of the README is the title of a test, word for word', () => {
    const tests = readFiles('tests', /\.test\.ts$/).map(({ text }) => text);
    expect(findUnprovenClaims(readText('README.md'), tests.join('\n'))).toEqual([]);
    const readme = '## What is proven\n\n- it flies\n- it swims\n\n## Limits\n\n- it sinks\n';
    expect(findUnprovenClaims(readme, "test('it swims', () => {})")).toEqual(['it flies']);
    expect(findUnprovenClaims('# Carnet', '')).toEqual(['no claim at all']);
  });

  test('the glossary explains every section of a record', () => {
    const glossary = readText('src/GLOSSARY.md');
    expect(findUnexplained(glossary, sections)).toEqual([]);
    expect(findIncompleteTerms(glossary)).toEqual([]);
    const terms = [
      { code: 'horoscope', fhir: 'Patient' },
      { code: 'treatments', fhir: 'Patient' },
    ];
    expect(findUnexplained(glossary, terms)).toEqual(['horoscope', 'treatments']);
    expect(
      findIncompleteTerms('| code | French | FHIR |\n|---|---|---|\n| a | | b |'),
    ).toHaveLength(1);
  });

  test('every dependency has its row in CONTRIBUTING, with its licence', () => {
    const dependencies = names.map((name) => ({
      name,
      license: lock.packages[`node_modules/${name}`]?.license ?? 'unknown',
    }));
    const contributing = readText('.github/CONTRIBUTING.md');
    expect(findDependencyFaults(contributing, dependencies)).toEqual([]);
    const table =
      '| package |\n|---|\n| a | why | all | MIT | how |\n| gone | why | all | MIT | how |';
    const found = findDependencyFaults(table, [
      { name: 'a', license: 'ISC' },
      { name: 'b', license: 'MIT' },
    ]);
    expect(found).toEqual(['b has no row', 'gone is not in package.json', 'a is under ISC']);
  });

  test('the lockfile holds every platform’s packages, so that `npm ci` accepts it', () => {
    expect(findUnlocked(lock.packages)).toEqual([]);
    const packages = { 'node_modules/a': { optionalDependencies: { 'a-mac': '1', b: '1' } } };
    expect(findUnlocked({ ...packages, 'node_modules/a/node_modules/b': {} })).toEqual(['a-mac']);
  });

  test('every version is pinned exactly', () => {
    const versions = Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual(
      [],
    );
  });
});
