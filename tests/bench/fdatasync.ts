import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './rounds.ts';

/** The p50 of writing 4 KiB and syncing it, in microseconds: what one durable commit costs alone. */
export function fdatasyncMicroseconds(): number {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-fdatasync-'));
  const file = openSync(join(folder, 'probe'), 'w');
  const page = Buffer.alloc(4096);
  const samples = Array.from({ length: 200 }, () => {
    writeSync(file, page);
    const startedAt = performance.now();
    fdatasyncSync(file);
    return (performance.now() - startedAt) * 1_000;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return median(samples);
}
