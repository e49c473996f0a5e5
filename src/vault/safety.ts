import type { LogId } from '#base/ids.ts';
import type { Entry } from '#record/entry.ts';
import type { Safety, SafetyNotice, SafetyWord } from './api.ts';
import { attachNoteId } from './blob-shelf.ts';
import { contentHeads, covers, type Heads } from './log-content.ts';
import type { OpenVault } from './open-vault.ts';
import type { Sync } from './sync.ts';
import { fileOf } from './window-content.ts';
import type { BlobId } from '#base/ids.ts';

/** By log: up to where it is held. */
export type HeldLogs = Readonly<Record<LogId, Heads>>;

/** What the vault knows of its own state beside the ledger. */
export type SafetyFacts = {
  /** What the person's other devices say that they hold, files included. */
  readonly elsewhere: readonly HeldLogs[];
  readonly isProtected: boolean;
  /** Why the relay takes nothing more now, if that is so. */
  readonly noRoom: 'QUOTA' | 'FULL' | undefined;
  readonly isUnavailable: boolean;
  readonly setAside: boolean;
  readonly isIncomplete: boolean;
  readonly snapshotLacked: boolean;
  readonly isClockOff: boolean;
  readonly isCopied: boolean;
  readonly needsUpdate: boolean;
};

/**
 * The one word of a record, the lowest that is true (product 1.7): *Enregistré* is a fact of
 * the transaction, *Synchronisé* of the relay's acknowledgements, files included; *Sauvegardé*
 * adds the confirmed kit, its box at the relay, and a second device or an archive read back that
 * holds all of it.
 */
export function safetyOf(vault: OpenVault, sync: Sync, record: LogId, facts: SafetyFacts): Safety {
  const waiting = waitingOf(vault, record) + waitingOf(vault, vault.keyring);
  const relay = vault.notes.get('relay');
  const isThere = waiting === 0 && isHeldByRelay(vault, sync, record);
  return {
    word: isThere ? wordOfSynced(vault, record, facts.elsewhere) : 'stored',
    waiting,
    connection: sync.connection,
    agreedAt: relay?.agreedAt,
    notices: noticesOf(sync, facts),
  };
}

/**
 * What is synchronised is also backed up once the kit is confirmed and every op of it stands in
 * the archive that was read back, or on a second device that says so.
 */
function wordOfSynced(
  { notes, logs, keyring }: OpenVault,
  record: LogId,
  elsewhere: readonly HeldLogs[],
): SafetyWord {
  const isWhole = (there: HeldLogs): boolean =>
    [record, keyring].every((logId) => {
      const held = there[logId];
      return held !== undefined && covers(held, contentHeads(logs.must(logId)));
    });
  const places = [notes.get('archive')?.heads ?? {}, ...elsewhere];
  return notes.get('box') !== undefined && places.some(isWhole) ? 'backedUp' : 'synced';
}

/** Ops and files of one log that the relay does not hold yet. */
function waitingOf(vault: OpenVault, logId: LogId): number {
  const isWaiting = (log: LogId, isUpkeep = false): boolean => log === logId && !isUpkeep;
  const ops = vault.logs.unsent().filter((unsent) => isWaiting(unsent.logId, unsent.isUpkeep));
  const files = vault.notes.list('attach').filter(({ note }) => isWaiting(note.log, note.isUpkeep));
  return ops.length + files.length;
}

/** Whether the relay still is the one that acknowledged the log, and has not lost or changed it. */
function isHeldByRelay(vault: OpenVault, sync: Sync, record: LogId): boolean {
  const isKnown = (vault.logs.get(record)?.cursor.relaySeq ?? 0) > 0;
  return isKnown && !sync.relayIsStrange && !sync.lacks(record) && sync.alarms.size === 0;
}

/** The word of one entry: its own ops, and its file. */
export function entrySafety(vault: OpenVault, sync: Sync, record: LogId, entry: Entry): SafetyWord {
  const file = fileOf(entry);
  const isFileWaiting =
    file !== undefined &&
    vault.notes.get('attach', attachNoteId(record, file.blob as BlobId)) !== undefined;
  const unsent = vault.logs.unsent().filter((op) => op.logId === record);
  const isOpWaiting = unsent.some((op) => op.entries.includes(entry.id));
  // An attach op names no entry: while one waits, no file of the record is said to be there.
  const isAttachWaiting =
    file !== undefined && unsent.some((op) => op.entries.length === 0 && !op.isUpkeep);
  const isWaiting = isFileWaiting || isOpWaiting || isAttachWaiting;
  return !isWaiting && isHeldByRelay(vault, sync, record) ? 'synced' : 'stored';
}

function noticesOf(sync: Sync, facts: SafetyFacts): SafetyNotice[] {
  const notices: [SafetyNotice, boolean][] = [
    ['incomplete', facts.isIncomplete],
    ['relayReset', sync.relayIsStrange],
    ['relayForked', sync.alarms.has('forked') || sync.alarms.has('wrongRelayKey')],
    ['relayRolledBack', sync.alarms.has('rolledBack')],
    ['unprotected', !facts.isProtected],
    ['relayUnavailable', facts.isUnavailable],
    ['quotaReached', facts.noRoom === 'QUOTA'],
    ['relayFull', facts.noRoom === 'FULL'],
    ['setAside', facts.setAside],
    ['snapshotLacked', facts.snapshotLacked],
    ['clockOff', facts.isClockOff],
    ['deviceCopied', facts.isCopied],
    ['updateApp', facts.needsUpdate],
  ];
  return notices.filter(([, isTrue]) => isTrue).map(([notice]) => notice);
}
