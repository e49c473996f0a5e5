import { posix } from 'node:path';
import { readImports, type Import } from './imports.ts';
import { readTable, type SourceFile } from './source-files.ts';

/** Which files of a layer, or which importers of a package, an entry of the table admits. */
type Names = { readonly mode: 'all' | 'only' | 'not'; readonly names: readonly string[] };
type Entry = { readonly name: string; readonly typesOnly: boolean; readonly files: Names };
type Layer = {
  readonly name: string;
  readonly imports: readonly Entry[];
  readonly packages: readonly Entry[];
};

/** The plan of src/ARCHITECTURE.md: its layers, lowest first, and its composition roots. */
export type Plan = { readonly layers: readonly Layer[]; readonly roots: readonly string[] };

export function readPlan(markdown: string): Plan {
  return {
    layers: readTable(markdown, 'layer').map(([name = '', , imports = '', packages = '']) => ({
      name,
      imports: readEntries(imports),
      packages: readEntries(packages),
    })),
    roots: readTable(markdown, 'root').map(([path = '']) => path),
  };
}

function readEntries(cell: string): Entry[] {
  const entries = cell.matchAll(/([@$\w][\w:@/*.-]*)(?:\s*\(([^)]*)\))?/g);
  return Array.from(entries, ([, name = '', condition = '']) => readEntry(name, condition.trim()));
}

function readEntry(name: string, condition: string): Entry {
  const match = /^(types of|types|only|not)?\s*(.*)$/.exec(condition);
  const word = match?.[1];
  const names = (match?.[2] ?? '').split(/,\s*/).filter(Boolean);
  const typesOnly = word === 'types' || word === 'types of';
  const mode = names.length === 0 ? 'all' : word === 'not' ? 'not' : 'only';
  return { name, typesOnly, files: { mode, names } };
}

/** What is wrong with the imports of `files`, one sentence each; empty when nothing is. */
export function findLayerViolations(plan: Plan, files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    readImports(file).flatMap((imported) => {
      const fault = faultOf(plan, file.path.replace(/^src\//, ''), imported);
      return fault === undefined
        ? []
        : [`${file.path} imports ${imported.specifier ?? '(computed)'}: ${fault}`];
    }),
  );
}

function faultOf(plan: Plan, path: string, imported: Import): string | undefined {
  const specifier = imported.specifier?.replace(/\?.*$/, '').replace(/^\/node_modules\//, '');
  if (specifier === undefined) return 'a computed address cannot be checked';
  const [layerName = ''] = path.split('/');
  if (!path.includes('/')) return faultBesideLayers(path, specifier);
  const layer = plan.layers.find(({ name }) => name === layerName);
  if (!layer) return `${layerName} is not a layer of src/ARCHITECTURE.md`;
  if (specifier.startsWith('.')) return faultInside(path, specifier);
  if (specifier.startsWith('#')) return faultAcross(plan, layer, path, specifier, imported);
  return faultOfPackage(plan, layer, path, specifier);
}

function faultBesideLayers(path: string, specifier: string): string | undefined {
  const allowed = path === 'service-worker.ts' && specifier === '$service-worker';
  return allowed ? undefined : 'a file beside the layers imports none of them';
}

function faultInside(path: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  if (target === 'app.css' && path.startsWith('routes/')) return undefined;
  if (target.split('/')[0] !== path.split('/')[0]) {
    return 'another layer is imported as `#layer/file.ts`';
  }
  return isOtherSection(path, target) ? 'sections never import each other' : undefined;
}

/** `record/sections/a.ts` and `ui/sections/a/…` each know their own section only. */
function isOtherSection(path: string, target: string): boolean {
  const section = (file: string): string | undefined =>
    /^(?:record|ui)\/sections\/([^/]+?)(?:\.ts)?(?:\/|$)/.exec(file)?.[1];
  const [from, to] = [section(path), section(target)];
  return from !== undefined && to !== undefined && from !== 'index' && from !== to;
}

function faultAcross(
  plan: Plan,
  layer: Layer,
  path: string,
  specifier: string,
  imported: Import,
): string | undefined {
  const [target, file] = splitOnce(specifier.slice(1));
  if (target === 'app.css' && layer.name === 'routes') return undefined;
  if (target === layer.name) return 'inside a layer, imports are `./` or `../`';
  if (!/\.\w+$/.test(file)) return 'a file is named in full: `#layer/file.ts`';
  if (isRoot(plan, path)) {
    const rank = (name: string): number => plan.layers.findIndex((other) => other.name === name);
    if (rank(target) >= 0 && rank(target) < rank(layer.name)) return undefined;
    return 'a composition root imports only layers above its own row';
  }
  const entry = layer.imports.find(({ name }) => name === target);
  if (!entry) return `${layer.name} may not import ${target}`;
  if (!admits(entry.files, file)) return `${layer.name} may not import this file of ${target}`;
  if (entry.typesOnly && !imported.typeOnly) return `${layer.name} may import its types only`;
  return undefined;
}

function faultOfPackage(
  plan: Plan,
  layer: Layer,
  path: string,
  specifier: string,
): string | undefined {
  const matches = ({ name }: Entry): boolean => matchesPackage(name, specifier);
  if (isRoot(plan, path)) {
    const known = plan.layers.flatMap(({ packages }) => packages).filter(matches);
    if (known.some(({ files }) => files.mode === 'all')) return undefined;
  }
  const entry = layer.packages.find(matches);
  if (!entry) return `${layer.name} may not use this package`;
  const file = path.slice(layer.name.length + 1);
  return admits(entry.files, file) ? undefined : 'this package has one importer, another file';
}

function matchesPackage(pattern: string, specifier: string): boolean {
  if (pattern.endsWith('*')) return specifier.startsWith(pattern.slice(0, -1));
  return specifier === pattern || specifier.startsWith(`${pattern}/`);
}

/** A name of the table stands for a file without its ending, or for a folder. */
function admits({ mode, names }: Names, file: string): boolean {
  const named = names.some(
    (name) => file.replace(/\.\w+$/, '') === name || file.startsWith(`${name}/`),
  );
  return mode === 'all' || (mode === 'only') === named;
}

const isRoot = (plan: Plan, path: string): boolean =>
  plan.roots.some((root) =>
    root.endsWith('/*') ? path.startsWith(root.slice(0, -1)) : root === path,
  );

const splitOnce = (path: string): [string, string] => {
  const slash = path.indexOf('/');
  return slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
};
