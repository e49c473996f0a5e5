import { brotliKiB, filesOf, hasRoute, type Page } from './bundle.ts';
import { ROOT } from './run.ts';

/** `maxKiB` only falls: it follows what was reached, towards `goalKiB` (brotli, figures of 4.4). */
type Budget = { readonly name: string; readonly maxKiB: number; readonly goalKiB: number } & Page;

/** What people download before they can act, fonts apart. */
const BUDGETS: readonly Budget[] = [
  {
    name: 'lock screen',
    maxKiB: 79,
    goalKiB: 45,
    routes: ['deverrouiller'],
    workers: [],
    modules: ['src/i18n/fr/index.ts'],
  },
  {
    name: 'until the first list',
    maxKiB: 325,
    goalKiB: 215,
    routes: ['deverrouiller', '(dossier)/accueil'],
    workers: ['vault-worker'],
    modules: ['src/i18n/fr/index.ts'],
  },
  {
    name: 'link viewer',
    maxKiB: 165,
    goalKiB: 165,
    routes: ['v'],
    workers: [],
    modules: ['src/i18n/fr/index.ts'],
  },
];

/** Fails when a page of the last build is heavier than its budget. */
let measured = 0;
for (const budget of BUDGETS) {
  const missing = budget.routes.filter((route) => !hasRoute(ROOT, route));
  if (missing.length > 0) {
    console.log(`${budget.name}: no route ${missing.join(', ')}`);
    continue;
  }
  const files = filesOf(ROOT, budget).filter((file) => !/\.woff2?$/.test(file));
  const size = brotliKiB(ROOT, files);
  measured++;
  const { name, maxKiB, goalKiB } = budget;
  console.log(`${name}: ${size.toFixed(1)} KiB of ${String(maxKiB)} (goal ${String(goalKiB)})`);
  if (size > budget.maxKiB) {
    process.exitCode = 1;
    for (const file of files) console.log(`  ${brotliKiB(ROOT, [file]).toFixed(1)}  ${file}`);
  }
}
if (measured === 0) {
  console.log('no page was measured');
  process.exitCode = 1;
}
