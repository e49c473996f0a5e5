import { toHex } from '#base/bytes.ts';
import type { AuthorId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Command } from './api.ts';
import { Batch } from './batch.ts';
import { addDocument } from './documents.ts';
import { runEntryCommand } from './entries.ts';
import type { VaultError } from './errors.ts';
import { addAttestation, setProfessional } from './professional.ts';
import { keepWindow } from './keep-window.ts';
import { readPairingCode } from './read-pairing.ts';
import type { OpenVault } from './open-vault.ts';
import type { Write } from './ports.ts';
import type { VaultSession } from './session.ts';
import {
  passkeySlotWrites,
  passphraseSlotWrites,
  readSlots,
  removeSlotWrites,
  type Slots,
} from './slots.ts';

/** Acts that bring a record to this device, or open it anew. */
const arrivals = [
  'createVault',
  'restoreFromWords',
  'restoreFromArchive',
  'rebuildFromDevice',
  'renewStorageKey',
  'showDeviceCode',
  'awaitDeviceWords',
  'joinNotebook',
  'stopDeviceCode',
  'rejoinNotebook',
] as const;
export type ArrivalCommand = Extract<Command, { readonly type: (typeof arrivals)[number] }>;
/** What an open vault does. */
type OpenCommand = Exclude<Command, ArrivalCommand>;

export const isArrival = (command: Command): command is ArrivalCommand =>
  arrivals.some((type) => type === command.type);

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
    case 'cancelWork':
      session.sealing.get(command.work)?.cancel();
      return ok(undefined);
    case 'setPassphrase':
      return setPassphrase(session, command.passphrase);
    case 'addPasskey':
      return changeLocks(session, () =>
        ok(passkeySlotWrites(vault.deps.random, vault.lsk, command.passkey)),
      );
    case 'removeSlot':
      return changeLocks(session, (slots) => {
        const isLast = slots.passkeys.length + (slots.passphraseSlot ? 1 : 0) <= 1;
        if (isLast && !command.evenLast) return err({ type: 'LastSlot' });
        return ok(removeSlotWrites(slots, vault.lsk, command.slot));
      });
    case 'revealKit':
      return (await import('./kit-words.ts')).revealKit(vault);
    case 'confirmKit':
      return (await import('./kit-words.ts')).confirmKit(vault, command.answers);
    case 'makeArchive':
      return (await import('./archive-maker.ts')).makeArchive(vault);
    case 'checkArchive':
      return (await import('./archive-maker.ts')).checkArchive(vault, command.archive);
    case 'keepDraft':
      return changeNotes(vault, (batch) => {
        vault.notes.put(batch, 'draft', command.key, { json: command.json });
      });
    case 'dropDraft':
      return changeNotes(vault, (batch) => {
        vault.notes.remove(batch, 'draft', command.key);
      });
    case 'setProfessional':
      return setProfessional(vault, command.professional);
    case 'addAttestation':
      return addAttestation(vault, command.text);
    case 'showPairingCode':
      return shown.show();
    case 'lookAtPatient':
      return session.correspondences.look(command.channel);
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
    case 'keepWindow':
      return keepWindow(vault, command.channel);
    case 'closeChannel':
      return channels.close(command.channel);
    case 'depositDocument':
      return session.correspondences.depositing.document(command);
    case 'depositNote':
      return session.correspondences.depositing.note(command);
    case 'dropDeposit':
      return session.correspondences.outgoing.drop(command.deposit);
    case 'acceptDeposit':
      return session.deposits.accept(command.record, command.deposit, command.marks);
    case 'refuseDeposit':
      return session.deposits.refuse(command.record, command.deposit);
    case 'acceptAlways':
      return session.deposits.setAlways(
        command.channel,
        command.always ? (command.marks ?? {}) : undefined,
      );
    case 'readDeviceCode':
      return session.devices.read(command.text);
    case 'admitDevice':
      return session.devices.admit(command.pairing, command.same);
    case 'renameDevice':
      return session.devices.rename(command.device as AuthorId, command.name);
    case 'removeDevice':
      return session.deviceWork.removal.ask(command.device as AuthorId);
    case 'acceptRelay':
      return sync.trustStrangeRelay();
    case 'syncNow':
      sync.retryNow();
      return ok(undefined);
  }
}

async function keepDocument(
  session: VaultSession,
  command: Extract<Command, { type: 'addDocument' }>,
): Promise<Result<unknown, VaultError>> {
  const { vault, sealing } = session;
  const { record, file, work: id = toHex(vault.deps.random.bytes(8)) } = command;
  const wanted = new AbortController();
  const tell = (doneBytes: number, totalBytes: number): void => {
    const progress = { id, work: 'sealing', entry: undefined, doneBytes, totalBytes } as const;
    sealing.set(id, {
      progress,
      cancel: () => {
        wanted.abort();
      },
    });
    vault.bell.ring(new Set(['progress']));
  };
  tell(0, file.size);
  try {
    return await addDocument(vault, record, file, command, {
      progress: tell,
      signal: wanted.signal,
    });
  } finally {
    sealing.delete(id);
    vault.bell.ring(new Set(['progress']));
  }
}

function changeNotes(
  vault: OpenVault,
  change: (batch: Batch) => void,
): Promise<Result<void, VaultError>> {
  return vault.turns.take(() => {
    const batch = new Batch().tell('drafts');
    change(batch);
    return vault.commit(batch);
  });
}

async function setPassphrase(
  session: VaultSession,
  passphrase: string,
): Promise<Result<void, VaultError>> {
  const { vault } = session;
  const writes = await passphraseSlotWrites(vault.deps.random, vault.lsk, passphrase);
  return writes.ok ? changeLocks(session, () => writes) : writes;
}

/** Locks change; what they lock stays as it is. */
function changeLocks(
  { vault }: VaultSession,
  plan: (slots: Slots) => Result<Write[], VaultError>,
): Promise<Result<void, VaultError>> {
  return vault.turns.take(async () => {
    const slots = await readSlots(vault.deps.store);
    if (!slots.ok) return slots;
    if (!slots.value) return err({ type: 'NoVault' });
    const writes = plan(slots.value);
    if (!writes.ok) return writes;
    return vault.commit(new Batch().write(...writes.value).tell('status', 'sync'));
  });
}

async function readCode(session: VaultSession, text: string): Promise<Result<unknown, VaultError>> {
  const read = await readPairingCode(session.vault, session.attesters, text);
  if (!read.ok) return read;
  const { id, pairing } = read.value;
  session.readPairings.set(id, pairing);
  return ok({ pairing: id, bearer: pairing.bearer });
}
