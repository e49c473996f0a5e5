import { toHex, type Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { recoveryKeysFromSecret, sealRecoveryBox } from '#crypto/recovery.ts';
import { secretToWords, wordsToSecret } from '#crypto/words.ts';
import { signRecoveryWrite } from '#protocol/recovery-write.ts';
import type { Command, KitState } from './api.ts';
import { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import type { OpenVault } from './open-vault.ts';
import { recoveryWriteRow } from './slots.ts';

/*
 * The kit: twelve words on paper that bring the record back when every device is lost. Until two
 * of them were asked back, secret and identity stay on this device; afterwards only the sealed
 * recovery box holds the identity, and only the paper the secret.
 */

/** How many words are asked back. */
export const KIT_ANSWERS = 2;
const BOX_VERSION = 1;

export function kitState({ notes }: OpenVault): KitState {
  const archivedAt = notes.get('archive')?.at;
  return { state: notes.get('box') ? 'confirmed' : 'toConfirm', archivedAt };
}

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
    const batch = new Batch().tell('kit', 'sync');
    vault.notes.remove(batch, 'kit', '');
    batch.write(recoveryWriteRow(bytes));
    const confirmedAt = vault.deps.clock.now();
    vault.notes.put(batch, 'box', '', { write: toHex(bytes), sent: false, confirmedAt });
    return vault.commit(batch);
  });
}

/** Puts the box at the relay, once; tried again at the next connection. */
export async function sendBox(vault: OpenVault): Promise<void> {
  const note = vault.notes.get('box');
  if (!note || note.sent) return;
  const write = hexBytes(note.write);
  const put = await vault.deps.relay.putRecoveryBox(toHex(write.subarray(0, 16)), write);
  if (!put.ok) return;
  await vault.turns.take(async () => {
    const batch = new Batch().tell('kit', 'sync');
    vault.notes.put(batch, 'box', '', { ...note, sent: true });
    return vault.commit(batch);
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
