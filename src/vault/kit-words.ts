import { toHex, type Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { recoveryKeysFromSecret, sealRecoveryBox } from '#crypto/recovery.ts';
import { secretToWords, wordsToSecret } from '#crypto/words.ts';
import { signRecoveryWrite } from '#protocol/recovery-write.ts';
import { singleEntryId } from '#record/section.ts';
import type { Command } from './api.ts';
import { Batch } from './batch.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import type { OpenVault } from './open-vault.ts';
import { recoveryWriteRow } from './slots.ts';

/* What handles the twelve words themselves; fetched, with their list, when somebody looks at them. */

/** How many words are asked back. */
const KIT_ANSWERS = 2;
const BOX_VERSION = 1;

export function revealKit({ notes }: OpenVault): Result<{ words: readonly string[] }, VaultError> {
  const kit = notes.get('kit');
  if (!kit) return err({ type: 'NoRecoveryHere' });
  return ok({ words: secretToWords(hexBytes(kit.recoverySecret)) });
}

/** Right answers seal the box and take the secret off the device, in one transaction. */
export async function confirmKit(
  vault: OpenVault,
  answers: Extract<Command, { type: 'confirmKit' }>['answers'],
): Promise<Result<void, VaultError>> {
  const kit = vault.notes.get('kit');
  if (!kit) return err({ type: 'NoRecoveryHere' });
  const secret = hexBytes(kit.recoverySecret);
  const words = secretToWords(secret);
  const isRight = ({ position, word }: { position: number; word: string }): boolean => {
    const asked = words.with(position - 1, word);
    const typed = wordsToSecret(asked.join(' '));
    return typed.ok && toHex(typed.value) === kit.recoverySecret;
  };
  const positions = new Set(answers.map(({ position }) => position));
  const areThere = Array.from(positions).every((position) => words[position - 1] !== undefined);
  if (positions.size < KIT_ANSWERS || !areThere) return err({ type: 'KitAnswersWrong' });
  if (!answers.every(isRight)) return err({ type: 'KitAnswersWrong' });
  const keys = recoveryKeysFromSecret(secret);
  const identitySeed = hexBytes(kit.identitySeed);
  const content = { identitySeed, keyringLogId: vault.keyring };
  const box = sealRecoveryBox(vault.deps.random, keys, BOX_VERSION, content);
  const { bytes } = signRecoveryWrite(keys, BOX_VERSION, box);
  return vault.turns.take(async () => {
    const batch = new Batch().tell('kit', 'sync').write(recoveryWriteRow(bytes));
    vault.notes.remove(batch, 'kit', '');
    const at = vault.deps.clock.now();
    const fields = { boxWrite: toHex(bytes), confirmedAt: at };
    const log = vault.logs.must(vault.keyring);
    const id = singleEntryId('kit');
    const written = await writeEntries(vault, batch, log, [{ type: 'change', id, fields, at }]);
    return written.ok ? vault.commit(batch) : written;
  });
}

/** The secret of typed words, or a failure that says no more than where a word is unknown. */
export function secretOf(words: string): Result<Bytes, VaultError> {
  const secret = wordsToSecret(words);
  if (secret.ok) return secret;
  switch (secret.error.type) {
    case 'UnknownWord':
      return err({ type: 'UnknownWord', position: secret.error.position });
    case 'WrongCount':
      return err({ type: 'WordCountWrong' });
    case 'BadChecksum':
      return err({ type: 'WordsDoNotOpen' });
  }
}
