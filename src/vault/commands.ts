import { toHex } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Command } from './api.ts';
import { Batch } from './batch.ts';
import { addDocument } from './documents.ts';
import { runEntryCommand } from './entries.ts';
import type { VaultError } from './errors.ts';
import { setProfessional } from './professional.ts';
import { readPairingCode } from './read-pairing.ts';
import type { VaultSession } from './session.ts';
import { passphraseSlotWrites } from './slots.ts';

export type OpenCommand = Exclude<Command, { readonly type: 'createVault' }>;

/** A person's act on an open vault. */
export async function runCommand(
  session: VaultSession,
  command: OpenCommand,
): Promise<Result<unknown, VaultError>> {
  const { vault, channels, shown, sync } = session;
  switch (command.type) {
    case 'addEntry':
    case 'changeEntry':
    case 'markEntry':
    case 'removeEntry':
    case 'restoreEntry':
    case 'sayNone':
      return runEntryCommand(vault, command);
    case 'addDocument':
      return keepDocument(session, command);
    case 'setPassphrase':
      return setPassphrase(session, command.passphrase);
    case 'setProfessional':
      return setProfessional(vault, command.professional);
    case 'showPairingCode':
      return shown.show();
    case 'stopPairing':
      return shown.stopShowing(command.pairing);
    case 'readPairingCode':
      return readCode(session, command.text);
    case 'openWindow': {
      const pairing = session.readPairings.get(command.pairing);
      if (!pairing) return err({ type: 'PairingExpired' });
      const opened = await channels.open(pairing, command.record, command.filter, command.until);
      if (opened.ok) session.readPairings.delete(command.pairing);
      return opened;
    }
    case 'judgeWords':
      return channels.judgeWords(command.channel, command.same);
    case 'closeChannel':
      return channels.close(command.channel);
    case 'acceptRelay':
      return sync.trustStrangeRelay();
    case 'syncNow':
      sync.retryNow();
      return ok(undefined);
  }
}

async function keepDocument(
  session: VaultSession,
  { record, file, fields }: Extract<Command, { type: 'addDocument' }>,
): Promise<Result<unknown, VaultError>> {
  const { vault, sealing } = session;
  const id = toHex(vault.deps.random.bytes(8));
  const tell = (doneBytes: number, totalBytes: number): void => {
    sealing.set(id, { id, work: 'sealing', entry: undefined, doneBytes, totalBytes });
    vault.bell.ring(new Set(['progress']));
  };
  tell(0, file.size);
  const added = await addDocument(vault, record, file, fields, tell);
  sealing.delete(id);
  vault.bell.ring(new Set(['progress']));
  return added;
}

async function setPassphrase(
  session: VaultSession,
  passphrase: string,
): Promise<Result<void, VaultError>> {
  const { vault } = session;
  const writes = await passphraseSlotWrites(vault.deps.random, vault.lsk, passphrase);
  if (!writes.ok) return writes;
  return vault.turns.take(() =>
    vault.commit(
      new Batch()
        .write(...writes.value)
        .afterwards(() => {
          session.isProtected = true;
        })
        .tell('status', 'sync'),
    ),
  );
}

async function readCode(
  session: VaultSession,
  text: string,
): Promise<Result<unknown, VaultError>> {
  const read = await readPairingCode(session.vault, text);
  if (!read.ok) return read;
  const { id, pairing } = read.value;
  session.readPairings.set(id, pairing);
  return ok({ pairing: id, bearer: pairing.bearer });
}
