import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, Comparison } from '../bench/rounds.ts';
import { ROOT } from './run.ts';

/**
 * `npm run bench -- [NAME…] [--rounds N] [--json]`: runs the named benchmarks of tests/bench, or
 * all. A name may go on to that of a comparison (`relay-ingest/sqlite/100`), with `*` for any part.
 * With --json each comparison is one line on standard output; progress goes to standard error.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '5' } },
});

const folder = join(ROOT, 'tests/bench');
const known = readdirSync(folder)
  .filter((file) => /\.ts$/.test(file) && isBench(join(folder, file)))
  .map((file) => file.replace(/\.ts$/, ''));
const benchOf = (name: string): string => name.split('/')[0] ?? '';
const unknown = positionals.filter((name) => !known.includes(benchOf(name)));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${known.join(', ') || 'none'}`);
  process.exit(1);
}

/** Whether one of the names asked for is this one, or one that it begins with. */
const wants = (name: string): boolean =>
  positionals.length === 0 ||
  positionals.some((asked) => {
    const parts = name.split('/');
    return asked.split('/').every((part, at) => part === '*' || part === parts[at]);
  });

for (const name of positionals.length > 0 ? new Set(positionals.map(benchOf)) : known) {
  const { bench } = (await import(`../bench/${name}.ts`)) as { bench: Bench };
  const rounds = Number(values.rounds);
  const comparisons = await bench.run({ rounds, log: console.error, wants });
  for await (const comparison of comparisons) {
    if (!wants(comparison.name)) continue;
    console.log(values.json ? JSON.stringify(comparison) : sentenceOf(comparison));
  }
}

function isBench(path: string): boolean {
  return existsSync(path) && /^export const bench\b/m.test(readFileSync(path, 'utf8'));
}

function sentenceOf({ name, job, floor, ratio, unit, goal, noisy, beside }: Comparison): string {
  const isMet = 'min' in goal ? ratio >= goal.min : ratio <= goal.max;
  const wanted = 'min' in goal ? `≥ ${String(goal.min)}` : `≤ ${String(goal.max)}`;
  const figures = `${job.toPrecision(4)} ${unit} against ${floor.toPrecision(4)}`;
  const others = Object.entries(beside ?? {}).map(
    ([key, value]) => `, ${key} ${value.toPrecision(3)}`,
  );
  return (
    `${isMet ? 'met   ' : 'missed'} ${name}: ${ratio.toFixed(2)} × (goal ${wanted}), ${figures}` +
    `${others.join('')}${noisy ? ', noisy' : ''}`
  );
}
