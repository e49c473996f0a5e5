import { readTable } from './source-files.ts';

const NPM_OWN = new Set(['ci', 'install', 'test', 'start']);

/** The commands `npm …` that a text's code spans show and package.json does not have. */
export function findUnknownCommands(
  markdown: string,
  scripts: Readonly<Record<string, string>>,
): string[] {
  const code = Array.from(markdown.matchAll(/```[\s\S]*?```|`[^`\n]+`/g), ([span]) => span);
  const commands = code.join('\n').matchAll(/\bnpm (run )?([a-z][\w:-]*)/g);
  return Array.from(commands, ([command, run, name = '']) => ({ command, run, name }))
    .filter(({ run, name }) =>
      run === undefined && (name === 'ci' || name === 'install')
        ? false
        : !Object.hasOwn(scripts, name) || (run === undefined && !NPM_OWN.has(name)),
    )
    .map(({ command }) => command);
}

/** A section of a record, as the glossary must explain it. */
export type Term = { readonly code: string; readonly fhir: string };

/** Sections that no row of the glossary explains, or whose row does not name their resource. */
export function findUnexplained(glossary: string, terms: readonly Term[]): string[] {
  const fhirByCode = new Map(
    readTable(glossary, 'code').map(([code = '', , fhir = '']) => [code.replaceAll('`', ''), fhir]),
  );
  return terms
    .filter(({ code, fhir }) => !fhirByCode.get(code)?.split(/\W+/).includes(fhir))
    .map(({ code }) => code);
}

/** Rows of the glossary that lack a column. */
export const findIncompleteTerms = (glossary: string): string[] =>
  readTable(glossary, 'code')
    .filter((cells) => cells.length !== 3 || cells.some((cell) => cell === ''))
    .map((cells) => cells.join(' | '));

/** A dependency as package.json and its own package.json state it. */
export type Dependency = { readonly name: string; readonly license: string };

/** Dependencies without a row, rows without a dependency, and licences that differ. */
export function findDependencyFaults(
  markdown: string,
  dependencies: readonly Dependency[],
): string[] {
  const rows = readTable(markdown, 'package').map((cells) =>
    cells.map((cell) => cell.replaceAll('`', '')),
  );
  const named = new Map(
    rows.flatMap((row) => (row[0] ?? '').split(', ').map((name) => [name, row] as const)),
  );
  const missing = dependencies.filter(({ name }) => !named.has(name));
  const stale = [...named.keys()].filter(
    (name) => !dependencies.some((other) => other.name === name),
  );
  const wrong = dependencies.filter(
    ({ name, license }) => named.has(name) && named.get(name)?.[3] !== license,
  );
  const incomplete = rows.filter((row) => row.length !== 5 || row.some((cell) => cell === ''));
  return [
    ...missing.map(({ name }) => `${name} has no row`),
    ...stale.map((name) => `${name} is not in package.json`),
    ...wrong.map(({ name, license }) => `${name} is under ${license}`),
    ...incomplete.map(([name = '?']) => `the row of ${name} is incomplete`),
  ];
}

/** `packages` of package-lock.json: what is installed where. */
export type LockedPackages = Readonly<
  Record<
    string,
    {
      readonly license?: string;
      readonly optionalDependencies?: Readonly<Record<string, string>>;
    }
  >
>;

/**
 * Optional dependencies without an entry. npm leaves out of the lockfile what the registry did not
 * have on the day of the install, and `npm ci` then refuses the lockfile.
 */
export const findUnlocked = (packages: LockedPackages): string[] =>
  Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) =>
        !Object.hasOwn(packages, `node_modules/${name}`) &&
        !Object.hasOwn(packages, `${path}/node_modules/${name}`),
    ),
  );

/** Bullets of the README's "What is proven" that are the title of no test. */
export function findUnprovenClaims(readme: string, tests: string): string[] {
  const [, section = ''] = /^## What is proven$([\s\S]*?)^## /m.exec(`${readme}\n## `) ?? [];
  const claims = Array.from(section.matchAll(/^- (.+(?:\n {2}.+)*)$/gm), ([, claim = '']) =>
    claim.replace(/\n {2}/g, ' '),
  );
  if (claims.length === 0) return ['no claim at all'];
  return claims.filter(
    (claim) => !tests.includes(`test('${claim}'`) && !tests.includes(`it('${claim}'`),
  );
}
