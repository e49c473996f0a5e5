import type { Change } from '#record/changes.ts';
import { writeChanges, type RecordDoc, type WrittenUpdate } from '#record/document.ts';

/** Client ids that count up from a seed: what a test draws instead of random bits. */
export function drawing(seed: number): () => number {
  let next = seed;
  return () => next++;
}

/** Writes changes that must be accepted, and must change something unless `maybeNothing`. */
export function mustWrite(
  doc: RecordDoc,
  changes: readonly Change[],
  maybeNothing?: false,
  draw?: () => number,
): WrittenUpdate;
export function mustWrite(
  doc: RecordDoc,
  changes: readonly Change[],
  maybeNothing: true,
  draw?: () => number,
): WrittenUpdate | undefined;
export function mustWrite(
  doc: RecordDoc,
  changes: readonly Change[],
  maybeNothing = false,
  draw = drawing(1),
): WrittenUpdate | undefined {
  const written = writeChanges(doc, changes, draw);
  if (!written.ok) throw new Error(`refused: ${JSON.stringify(written.error)}`);
  if (!written.value && !maybeNothing) throw new Error('nothing was written');
  return written.value;
}
