import ts from 'typescript';
import { parse } from 'svelte/compiler';
import { isComponent, type SourceFile } from './source-files.ts';

/** One import of a file; `specifier` is undefined when it is computed and cannot be read. */
export type Import = {
  readonly specifier: string | undefined;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
};

/** Every import of a TypeScript or Svelte file: static, re-exported, dynamic, of types. */
export function readImports(file: SourceFile): Import[] {
  return isComponent(file.path) ? readSvelteImports(file.text) : readScriptImports(file);
}

function readScriptImports({ path, text }: SourceFile): Import[] {
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    const found = scriptImport(node);
    if (found) imports.push(found);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true));
  return imports;
}

function scriptImport(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) return of(node.moduleSpecifier, isTypeOnly(node.importClause));
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return of(node.moduleSpecifier, node.isTypeOnly);
  }
  if (ts.isImportTypeNode(node)) {
    return of(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
  }
  if (ts.isCallExpression(node) && isDynamicImport(node)) return of(node.arguments[0], false, true);
  if (ts.isNewExpression(node) && isModuleUrl(node)) return of(node.arguments?.[0], false, true);
  return undefined;
}

const of = (node: ts.Node | undefined, typeOnly: boolean, dynamic = false): Import => ({
  specifier: node && ts.isStringLiteralLike(node) ? node.text : undefined,
  typeOnly,
  dynamic,
});

/** `import type …`, or an import whose every name is marked `type`. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return (
    !clause.name &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.length > 0 &&
    names.elements.every((element) => element.isTypeOnly)
  );
}

const isDynamicImport = (call: ts.CallExpression): boolean =>
  call.expression.kind === ts.SyntaxKind.ImportKeyword ||
  call.expression.getText().startsWith('import.meta.glob');

/** `new URL('./file.ts', import.meta.url)`: code that bundlers and workers load. */
function isModuleUrl(node: ts.NewExpression): boolean {
  const [address, base] = node.arguments ?? [];
  return (
    node.expression.getText() === 'URL' &&
    base?.getText() === 'import.meta.url' &&
    address !== undefined &&
    (!ts.isStringLiteralLike(address) || /\.(m?[jt]s|svelte)$/.test(address.text))
  );
}

type SvelteNode = { readonly type?: unknown; readonly [key: string]: unknown };

function readSvelteImports(text: string): Import[] {
  const imports: Import[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      const node = value as SvelteNode;
      const found = svelteImport(node);
      if (found) imports.push(found);
      Object.values(node).forEach(visit);
    }
  };
  visit(parse(text, { modern: true }));
  return imports;
}

function svelteImport(node: SvelteNode): Import | undefined {
  const literal = (source: unknown): string | undefined => {
    const value = (source as { value?: unknown } | null | undefined)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  switch (node.type) {
    case 'ImportDeclaration':
      return { specifier: literal(node['source']), typeOnly: isTypeKind(node), dynamic: false };
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      if (!node['source']) return undefined;
      return {
        specifier: literal(node['source']),
        typeOnly: node['exportKind'] === 'type',
        dynamic: false,
      };
    case 'ImportExpression':
      return { specifier: literal(node['source']), typeOnly: false, dynamic: true };
    case 'TSImportType':
      return { specifier: literal(node['argument']), typeOnly: true, dynamic: false };
    default:
      return undefined;
  }
}

function isTypeKind(node: SvelteNode): boolean {
  if (node['importKind'] === 'type') return true;
  const names = node['specifiers'] as readonly SvelteNode[];
  return names.length > 0 && names.every((name) => name['importKind'] === 'type');
}
