import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './run.ts';
import { samplesOf, type Sample } from './corpora/samples.ts';
import { Reader, type Outcome } from './corpora/reader.ts';

/**
 * `npm run corpora [-- FOLDER…] [--verbose]`: reads every file under ../shared/corpora with the
 * importers, each within 10 s and 512 MiB, and prints what came out per folder. Exit code 1 when a
 * reader crashed or did not end.
 */
const CORPORA = join(ROOT, '../shared/corpora');
/** What is not meant to be read by an importer: tables, lists, pictures of other tools. */
const NOT_SAMPLES = ['vectors', 'who-growth', 'dcc-valuesets'];

const verbose = process.argv.includes('--verbose');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

if (!existsSync(CORPORA)) {
  console.log('../shared is absent: 0 files read, the corpora are skipped');
  process.exit(0);
}

type Row = Record<'files' | 'recognised' | 'entries' | 'warnings' | 'refused' | 'failed', number>;
const emptyRow = (): Row => ({
  files: 0,
  recognised: 0,
  entries: 0,
  warnings: 0,
  refused: 0,
  failed: 0,
});

const reader = new Reader();
const rows = new Map<string, Row>();
for (const folder of readdirSync(CORPORA, { withFileTypes: true })) {
  if (!folder.isDirectory() || NOT_SAMPLES.includes(folder.name)) continue;
  if (wanted.length > 0 && !wanted.includes(folder.name)) continue;
  const row = emptyRow();
  for (const sample of samplesOf(join(CORPORA, folder.name))) {
    const outcome = await reader.read(sample);
    addTo(row, outcome);
    if (verbose || outcome.type === 'failed') console.log(lineOf(sample, outcome));
  }
  rows.set(folder.name, row);
}
await reader.close();
console.table(Object.fromEntries(rows));
const failed = [...rows.values()].reduce((sum, row) => sum + row.failed, 0);
console.log(`${String(failed)} crashed or did not end`);
process.exitCode = failed === 0 ? 0 : 1;

function addTo(row: Row, outcome: Outcome): void {
  row.files++;
  if (outcome.type === 'failed') row.failed++;
  else if (outcome.type === 'refused') row.refused++;
  else {
    if (outcome.kind !== 'document') row.recognised++;
    row.entries += outcome.entries;
    row.warnings += outcome.warnings.reduce((sum, { count }) => sum + count, 0);
  }
}

function lineOf(sample: Sample, outcome: Outcome): string {
  const name = relative(CORPORA, sample.path) + sample.part;
  const time = `${String(Math.round(outcome.ms))} ms`;
  if (outcome.type === 'failed') return `${name}: FAILED ${outcome.why} (${time})`;
  if (outcome.type === 'refused')
    return `${name}: refused ${JSON.stringify(outcome.error)} (${time})`;
  const warnings = outcome.warnings.map(
    ({ type, detail, count }) => `${type} ${detail}×${String(count)}`,
  );
  const sections = Object.entries(outcome.sections).map(
    ([code, count]) => `${code} ${String(count)}`,
  );
  return `${name}: ${outcome.kind} ${outcome.verdict ?? ''} [${sections.join(', ')}] ${warnings.join('; ')} (${time})`;
}
