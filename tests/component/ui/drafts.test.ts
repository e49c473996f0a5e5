import { describe, expect, test } from 'vitest';
import { flushSync } from 'svelte';
import type { Json } from '#record/entry.ts';
import { Drafts } from '#ui/state/drafts.svelte.ts';
import { VaultState } from '#ui/state/vault.svelte.ts';
import { ScriptedVault } from '../scripted-vault.ts';

/** A vault that keeps drafts, and the drafts of a page over it; each page begins with none in memory. */
function device() {
  const kept = new Map<string, Json>();
  const vault = new ScriptedVault({
    answer: (query) => (query.type === 'draft' ? kept.get(query.key) : undefined),
    run: (command) => {
      if (command.type === 'keepDraft') kept.set(command.key, command.json);
      if (command.type === 'dropDraft') kept.delete(command.key);
      return undefined;
    },
  });
  const page = (): Drafts =>
    new Drafts({
      vault: new VaultState(Promise.resolve(vault)),
      after: (_delayMs, act) => {
        const timer = setTimeout(act);
        return () => {
          clearTimeout(timer);
        };
      },
    });
  return { kept, page };
}

const asBegun = { substance: 'Latex', reaction: 'plaques', severity: 'mild' };
const changedElsewhere = { substance: 'Latex', reaction: 'œdème', severity: 'mild' };

describe('a half-filled form', () => {
  test('comes back after a reload as it was left', async () => {
    const { kept, page } = device();
    const form = page().openKept('a', () => ({ ...asBegun }));
    flushSync();
    form.severity = 'severe';
    await expect.poll(() => kept.size).toBe(1);
    const again = page().openKept('a', () => ({ ...asBegun }));
    await expect.poll(() => again.severity).toBe('severe');
  });

  test('that another device wrote beside keeps what it wrote, and what was typed here', async () => {
    const { kept, page } = device();
    const form = page().openKept('a', () => ({ ...asBegun }));
    flushSync();
    form.severity = 'severe';
    await expect.poll(() => kept.size).toBe(1);
    const again = page().openKept('a', () => ({ ...changedElsewhere }));
    await expect.poll(() => again.severity).toBe('severe');
    expect(again).toEqual({ ...changedElsewhere, severity: 'severe' });
  });

  test('that was left and is taken up again on the same page does so too', () => {
    const { page } = device();
    const drafts = page();
    const form = drafts.openKept('a', () => ({ ...asBegun }));
    flushSync();
    form.severity = 'severe';
    flushSync();
    expect(drafts.isAnyBegun).toBe(true);
    const again = drafts.openKept('a', () => ({ ...changedElsewhere }));
    expect(again).toEqual({ ...changedElsewhere, severity: 'severe' });
    again.severity = 'mild';
    flushSync();
    expect(drafts.isAnyBegun).toBe(false);
  });

  test('put back as it was found is a draft no more', async () => {
    const { kept, page } = device();
    const drafts = page();
    const form = drafts.openKept('a', () => ({ ...asBegun }));
    flushSync();
    form.severity = 'severe';
    await expect.poll(() => kept.size).toBe(1);
    form.severity = 'mild';
    await expect.poll(() => kept.size).toBe(0);
    expect(drafts.isAnyBegun).toBe(false);
  });
});
