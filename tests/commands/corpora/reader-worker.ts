import { parentPort } from 'node:worker_threads';
import { instant } from '#base/time.ts';
import { readFile } from '#interop/read-file.ts';
import type { Found, InputFile } from '#interop/found.ts';
import { readBarcodes } from '../../../src/commands/inspect/barcodes.ts';

/** The same deps for every run: a verdict depends on the day. */
const deps = { now: instant(Date.UTC(2026, 0, 1)), zone: 'Europe/Paris', readBarcodes };

parentPort?.on('message', (file: InputFile) => {
  void read(file).then((outcome) => parentPort?.postMessage(outcome));
});

async function read(file: InputFile): Promise<object> {
  try {
    const found = await readFile(file, deps);
    return found.ok ? summaryOf(found.value) : { type: 'refused', error: found.error };
  } catch (failure) {
    return {
      type: 'failed',
      why: failure instanceof Error ? (failure.stack ?? '') : String(failure),
    };
  }
}

function summaryOf({ kind, entries, warnings, verdict }: Found): object {
  const sections: Record<string, number> = {};
  for (const { section } of entries) sections[section] = (sections[section] ?? 0) + 1;
  return {
    type: 'found',
    kind,
    entries: entries.length,
    sections,
    warnings,
    verdict: verdict?.type,
  };
}
