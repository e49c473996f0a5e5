/** What may stand at the top of the repository beside dot files and dot folders. */
const TOP_LEVEL = [
  'LICENSE',
  'README.md',
  'package-lock.json',
  'package.json',
  'src',
  'static',
  'svelte.config.js',
  'tests',
  'tsconfig.json',
  'vite.config.ts',
];

/** The tsconfigs that exist; every other configuration is in `.config/`. */
const TSCONFIGS = ['tsconfig.json', 'src/relay/tsconfig.json', 'src/vault/tsconfig.json'];

const NO_CONCEPT = /^(utils?|helpers?|common|misc|manager)$/i;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*$/;

/** Entries of the top level that the plan does not know. `ignored` is the text of .gitignore. */
export function findStrayTopLevel(entries: readonly string[], ignored: string): string[] {
  const ignoredNames = new Set(ignored.split('\n').map((line) => line.replace(/^\/|\/$/g, '')));
  return entries.filter(
    (entry) => !entry.startsWith('.') && !ignoredNames.has(entry) && !TOP_LEVEL.includes(entry),
  );
}

/** Entries of the top level that are missing. */
export const findMissingTopLevel = (entries: readonly string[]): string[] =>
  TOP_LEVEL.filter((entry) => !entries.includes(entry));

/** Configuration files that stand outside `.config/`. */
export const findStrayConfigs = (paths: readonly string[]): string[] =>
  paths.filter(
    (path) =>
      /(^|\/)(tsconfig[^/]*\.json|\.?(eslint|prettier|knip|vitest|playwright)[^/]*\.(js|cjs|json|ts))$/.test(
        path,
      ) && !TSCONFIGS.includes(path),
  );

/** Paths with a name that says nothing, or is not kebab-case (PascalCase for a component). */
export function findBadNames(paths: readonly string[]): string[] {
  return paths.filter((path) => {
    const parts = path.split('/');
    const file = parts.at(-1) ?? '';
    return (
      parts.some((part) => part.replace(/\..*$/, '').split('-').some(isNoConcept)) ||
      !isWellCased(file) ||
      parts.slice(0, -1).some((folder) => !isFolderName(folder))
    );
  });
}

const isNoConcept = (word: string): boolean => NO_CONCEPT.test(word);

function isWellCased(file: string): boolean {
  if (/^\+(page|layout|error)(@[\w-]*)?\.(svelte|ts)$/.test(file)) return true;
  const [stem = ''] = file.split('.');
  if (file.endsWith('.svelte')) return PASCAL.test(stem);
  if (/\.(ts|js)$/.test(file)) return KEBAB.test(stem) || isComponentTest(file);
  return true;
}

/** The test of a component, or the workshop's page around one, bears its name. */
const isComponentTest = (file: string): boolean => /^[A-Z][A-Za-z0-9]*\.test\.ts$/.test(file);

/** Kebab-case; routes also have groups `(x)` and parameters `[x]`. */
const isFolderName = (folder: string): boolean =>
  KEBAB.test(folder.replace(/^[([]{1,2}(\.{3})?([a-z0-9-]+)(=[a-z]+)?[)\]]{1,2}$/, '$2'));
