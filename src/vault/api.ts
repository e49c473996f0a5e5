import type { Bytes } from '#base/bytes.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { Entry, Json, SectionNone, Sensitivity } from '#record/entry.ts';
import type { WindowFilter } from '#record/window.ts';
import type { VaultError } from './errors.ts';

/**
 * The vault as screens see it, across the worker: few wide methods, plain data, `Result`s.
 * Nothing here ever carries a key of the record.
 */
export type VaultApi = {
  /** What stands on this device; the only thing answered while locked. */
  status(): Promise<VaultStatus>;
  /** Called again on each change of `status`. The returned function ends it. */
  watchStatus(next: (status: VaultStatus) => void): Promise<() => void>;
  unlock(passphrase: string): Promise<Result<void, VaultError>>;
  /** @param prf 32 bytes: what the passkey gave for the slot's salt */
  unlockWithPasskey(credentialId: string, prf: Bytes): Promise<Result<void, VaultError>>;
  /** Wipes every key from memory. Unprotected vaults (no slot) lock too, and open at a touch. */
  lock(): Promise<void>;
  run<C extends Command>(command: C): Promise<Result<CommandResult<C>, VaultError>>;
  /** Calls `next` with the answer now and after each change. The returned function ends it. */
  watch<Q extends Query>(
    query: Q,
    next: (answer: Result<QueryAnswer<Q>, VaultError>) => void,
  ): Promise<() => void>;
  /** Bytes of a file, opened for display; released with the returned Blob. */
  openFile(file: FileHandle): Promise<Result<OpenedFile, VaultError>>;
};

export type VaultStatus =
  /** Nothing on this device yet. */
  | { readonly state: 'empty' }
  /** `slots` empty: the vault opens without a secret ("cet appareil n'est pas protégé"). */
  | {
      readonly state: 'locked' | 'open';
      readonly slots: readonly SlotKind[];
      readonly passkeys: readonly PasskeySlot[];
    }
  /** Another tab holds the vault. */
  | { readonly state: 'elsewhere' }
  /** It can't be opened at all, and why. */
  | { readonly state: 'broken'; readonly error: VaultError };

export type SlotKind = 'passphrase' | 'passkey';

/** What the page needs to ask a passkey for the secret of its slot. */
export type PasskeySlot = {
  /** Base64url, as WebAuthn gives it. */
  readonly credentialId: string;
  /** 32 bytes, hex: the input of the PRF. */
  readonly salt: string;
  /** What the person calls it. */
  readonly name: string;
};
export type NewPasskey = PasskeySlot & { readonly prf: Bytes };
export type SlotName = 'passphrase' | { readonly credentialId: string };
/** How a new vault is locked from its first second; undefined: not yet. */
export type FirstLock =
  | { readonly passphrase: string }
  | { readonly passkey: NewPasskey }
  | undefined;

/** An entry's file, wherever it comes from. */
export type FileHandle =
  | { readonly from: 'record'; readonly record: LogId; readonly entry: EntryId }
  | { readonly from: 'channel'; readonly channel: LogId; readonly entry: EntryId };

export type OpenedFile = {
  readonly blob: Blob;
  readonly mediaType: string;
  readonly fileName: string;
};

// ---------------------------------------------------------------- commands

/** A person's acts. Each is done entirely or not at all. */
export type Command =
  /** First opening: draws the keys and makes the first record. */
  | {
      readonly type: 'createVault';
      readonly passphrase: string | undefined;
      readonly passkey?: NewPasskey;
    }
  /** From the twelve words and the relay, on an empty device. */
  | { readonly type: 'restoreFromWords'; readonly words: string; readonly lock: FirstLock }
  /** From an archive and the twelve words, on an empty device: no network needed. */
  | {
      readonly type: 'restoreFromArchive';
      readonly archive: Blob;
      readonly words: string;
      readonly lock: FirstLock;
    }
  /** "J'ai oublié ma phrase": the words open what this locked device still holds. */
  | { readonly type: 'rebuildFromDevice'; readonly words: string; readonly lock: FirstLock }
  /** Sets or changes the passphrase; LSK stays. */
  | { readonly type: 'setPassphrase'; readonly passphrase: string }
  | { readonly type: 'addPasskey'; readonly passkey: NewPasskey }
  /** `evenLast` leaves the device unprotected. */
  | { readonly type: 'removeSlot'; readonly slot: SlotName; readonly evenLast: boolean }
  /** "J'ai été vu": a new LSK; everything is sealed anew, every other lock goes. */
  | { readonly type: 'renewStorageKey'; readonly lock: FirstLock }
  /** The twelve words, while they are still on this device. */
  | { readonly type: 'revealKit' }
  /** Two words asked back: position 1 to 12 → what was typed. Then the secret leaves the device. */
  | {
      readonly type: 'confirmKit';
      readonly answers: readonly { readonly position: number; readonly word: string }[];
    }
  /** Everything this device holds, sealed, in one file. */
  | { readonly type: 'makeArchive' }
  /** Reads an archive back to its end, and says whether it would restore this record. */
  | { readonly type: 'checkArchive'; readonly archive: Blob }
  | {
      readonly type: 'addEntry';
      readonly record: LogId;
      readonly section: string;
      readonly fields: Readonly<Record<string, Json>>;
    }
  | {
      readonly type: 'changeEntry';
      readonly record: LogId;
      readonly entry: EntryId;
      /** Only the fields that change; null takes one away. */
      readonly fields: Readonly<Record<string, Json>>;
    }
  | {
      readonly type: 'markEntry';
      readonly record: LogId;
      readonly entry: EntryId;
      readonly hidden?: boolean;
      readonly sensitive?: Sensitivity | null;
    }
  /** To the bin, and back. */
  | { readonly type: 'removeEntry'; readonly record: LogId; readonly entry: EntryId }
  | { readonly type: 'restoreEntry'; readonly record: LogId; readonly entry: EntryId }
  | {
      readonly type: 'sayNone';
      readonly record: LogId;
      readonly section: string;
      readonly none: boolean;
    }
  /** Checks the file by its bytes, seals it, and writes its entry. */
  | {
      readonly type: 'addDocument';
      readonly record: LogId;
      readonly file: File;
      readonly fields: Readonly<Record<string, Json>>;
    }
  /** A half-filled form, sealed on this device; it survives lock, reload and update. */
  | { readonly type: 'keepDraft'; readonly key: string; readonly json: Json }
  | { readonly type: 'dropDraft'; readonly key: string }
  /** Who I am as a practitioner; declared by me, until an attestation says more. */
  | { readonly type: 'setProfessional'; readonly professional: Professional }
  /** Practitioner: a fresh pairing code for one person. Follow it with the query `pairing`. */
  | { readonly type: 'showPairingCode' }
  | { readonly type: 'stopPairing'; readonly pairing: PairingId }
  /** Holder: what a scanned code says of its bearer. Nothing is sent but a fetch of slot 0. */
  | { readonly type: 'readPairingCode'; readonly text: string }
  /** Holder: opens the window to the bearer of a code that was read. Answers the four words. */
  | {
      readonly type: 'openWindow';
      readonly pairing: PairingId;
      readonly record: LogId;
      readonly filter: WindowFilter;
      /** Undefined: no end. */
      readonly until: Instant | undefined;
    }
  /** `same: false` closes the channel at once. */
  | { readonly type: 'judgeWords'; readonly channel: LogId; readonly same: boolean }
  | { readonly type: 'closeChannel'; readonly channel: LogId }
  /** The relay shows a new key ("le relais a été remis à neuf") and the person accepts it. */
  | { readonly type: 'acceptRelay' }
  /** Tries the relay again now instead of at the next scheduled time. */
  | { readonly type: 'syncNow' };

export type PairingId = string & { readonly pairing: unique symbol };

export type Professional = {
  readonly name: string;
  /** Code of the reference list of professions, or a free text that says it. */
  readonly profession: string;
  readonly specialty: string;
  readonly place: string;
  /** 11 digits, or empty. */
  readonly rpps: string;
};

type CommandResults = {
  createVault: { readonly record: LogId };
  restoreFromWords: { readonly record: LogId };
  restoreFromArchive: { readonly record: LogId };
  rebuildFromDevice: { readonly record: LogId };
  revealKit: { readonly words: readonly string[] };
  makeArchive: { readonly archive: Blob; readonly fileName: string };
  checkArchive: { readonly isWhole: boolean; readonly entries: number };
  addEntry: { readonly entry: EntryId };
  addDocument: { readonly entry: EntryId };
  showPairingCode: { readonly pairing: PairingId; readonly qrText: string };
  readPairingCode: { readonly pairing: PairingId; readonly bearer: Bearer };
  openWindow: { readonly channel: LogId; readonly words: readonly string[] };
};
export type CommandResult<C extends Command> = C['type'] extends keyof CommandResults
  ? CommandResults[C['type']]
  : void;

/** Who shows a pairing code, as they say themselves. */
export type Bearer = {
  readonly professional: Professional;
  /** Names of those who attest it; empty: declared by the bearer only. */
  readonly attestedBy: readonly string[];
  /** The fingerprint F of the bundle, hex. */
  readonly fingerprint: string;
};

// ----------------------------------------------------------------- queries

export type Query =
  | { readonly type: 'records' }
  | { readonly type: 'entries'; readonly record: LogId; readonly section: string }
  | { readonly type: 'entry'; readonly record: LogId; readonly entry: EntryId }
  /** Everything last added or changed, newest first. */
  | { readonly type: 'recent'; readonly record: LogId; readonly limit: number }
  | { readonly type: 'safety'; readonly record: LogId }
  | { readonly type: 'channels'; readonly record: LogId }
  /** What a window would show, computed by the same projection that publishes it. */
  | { readonly type: 'preview'; readonly record: LogId; readonly filter: WindowFilter }
  /** What is in the bin, newest first. */
  | { readonly type: 'bin'; readonly record: LogId }
  | { readonly type: 'kit' }
  | { readonly type: 'draft'; readonly key: string }
  | { readonly type: 'pairing'; readonly pairing: PairingId }
  | { readonly type: 'professional' }
  | { readonly type: 'patients' }
  | { readonly type: 'patient'; readonly channel: LogId }
  /** Long work under way: files being sealed or sent. */
  | { readonly type: 'progress' };

type QueryAnswers = {
  records: readonly RecordSummary[];
  entries: SectionEntries;
  entry: EntryState | undefined;
  recent: readonly Entry[];
  safety: Safety;
  channels: readonly ChannelState[];
  bin: readonly Entry[];
  kit: KitState;
  draft: Json | undefined;
  preview: WindowView;
  pairing: PairingState;
  professional: Professional | undefined;
  patients: readonly PatientSummary[];
  patient: PatientState;
  progress: readonly WorkProgress[];
};
export type QueryAnswer<Q extends Query> = QueryAnswers[Q['type']];

/** `archivedAt`: when an archive was last read back whole after it was written. */
export type KitState = {
  readonly state: 'toConfirm' | 'confirmed';
  readonly archivedAt: Instant | undefined;
};

export type RecordSummary = {
  readonly record: LogId;
  /** The used or given name of the identity section; empty until it is filled. */
  readonly name: string;
  readonly colour: RecordColour;
};
export const recordColours = ['fir', 'plum', 'ochre', 'slate', 'brick', 'moss', 'ink'] as const;
export type RecordColour = (typeof recordColours)[number];

export type SectionEntries = {
  readonly entries: readonly Entry[];
  readonly none: SectionNone | undefined;
};

export type EntryState = { readonly entry: Entry; readonly safety: SafetyWord };

/** Product 1.7: three facts, and the lowest that is true is said. */
export type SafetyWord = 'stored' | 'synced' | 'backedUp';

export type Safety = {
  readonly word: SafetyWord;
  /** Ops and file chunks that the relay has not acknowledged yet. */
  readonly waiting: number;
  readonly connection: 'connected' | 'connecting' | 'offline';
  /** Last moment the relay agreed with this device. */
  readonly agreedAt: Instant | undefined;
  readonly notices: readonly SafetyNotice[];
};
export type SafetyNotice =
  | 'incomplete'
  | 'temporaryStorage'
  | 'unprotected'
  | 'updateApp'
  /** The relay shows another key: nothing is sent until `acceptRelay`. */
  | 'relayReset'
  | 'relayForked'
  | 'relayRolledBack'
  | 'quotaReached'
  | 'setAside';

export type ChannelState = {
  readonly channel: LogId;
  readonly correspondent: Bearer;
  readonly words: readonly string[];
  readonly wordsJudged: boolean;
  readonly filter: WindowFilter;
  readonly openedAt: Instant;
  readonly until: Instant | undefined;
  readonly state:
    /** The grant waits for the relay. */
    | 'sending'
    /** Delivered, the correspondent's connection not seen yet. */
    | 'open'
    | 'closing'
    | 'closed'
    | 'expired';
  readonly closedAt: Instant | undefined;
};

/** A window's content: exactly what a correspondent has, nothing computed beside it. */
export type WindowView = {
  readonly about: WindowAbout;
  readonly entries: readonly Entry[];
  readonly nones: readonly SectionNone[];
};
export type WindowAbout = {
  /** The holder's name as the window shows it. */
  readonly holder: string;
  readonly preset: string;
  readonly until: Instant | undefined;
};

export type PairingState =
  | { readonly state: 'waiting'; readonly qrText: string; readonly expires: Instant }
  | {
      readonly state: 'answered';
      readonly channel: LogId;
      readonly words: readonly string[];
    }
  | { readonly state: 'failed'; readonly error: VaultError };

export type PatientSummary = {
  readonly channel: LogId;
  readonly name: string;
  readonly birthDate: string;
  readonly state: 'open' | 'closed' | 'expired' | 'waiting';
  readonly until: Instant | undefined;
  readonly changedAt: Instant;
};

export type PatientState = {
  readonly summary: PatientSummary;
  readonly words: readonly string[];
  readonly view: WindowView | undefined;
};

export type WorkProgress = {
  readonly id: string;
  readonly work: 'sealing' | 'sending' | 'fetching';
  readonly entry: EntryId | undefined;
  readonly doneBytes: number;
  readonly totalBytes: number;
};
