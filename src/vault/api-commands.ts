import type { EntryId, LogId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import type { Json, Sensitivity } from '#record/entry.ts';
import type { WindowFilter } from '#record/window.ts';
import type { DepositCommand, StatementName } from './api-deposits.ts';
import type { FirstLock, NewPasskey, SlotName } from './api-locks.ts';

/** How an entry is marked from its first moment on: no window ever shows it unmarked. */
export type NewMarks = { readonly hidden?: boolean; readonly sensitive?: Sensitivity };

/** A person's acts. Each is done entirely or not at all. */
export type Command =
  /** First opening: draws the keys and makes the first record. */
  | {
      readonly type: 'createVault';
      readonly passphrase: string | undefined;
      readonly passkey?: NewPasskey;
      /** What this device is called on the others. */
      readonly deviceName?: string;
    }
  /** From the twelve words and the relay, on an empty device. */
  | {
      readonly type: 'restoreFromWords';
      readonly words: string;
      readonly lock: FirstLock;
      readonly deviceName?: string;
    }
  /** From an archive and the twelve words, on an empty device: no network needed. */
  | {
      readonly type: 'restoreFromArchive';
      readonly archive: Blob;
      readonly words: string;
      readonly lock: FirstLock;
      readonly deviceName?: string;
    }
  /** "J'ai oublié ma phrase": the words open what this locked device still holds. */
  | {
      readonly type: 'rebuildFromDevice';
      readonly words: string;
      readonly lock: FirstLock;
      readonly deviceName?: string;
    }
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
      readonly marks?: NewMarks;
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
      readonly marks?: NewMarks;
      /** The caller's name for this work: what `progress` calls it, and `cancelWork` ends. */
      readonly work?: string;
    }
  /** Long work that is not wanted any more answers `Cancelled`, and leaves nothing behind. */
  | { readonly type: 'cancelWork'; readonly work: string }
  /** A half-filled form, sealed on this device; it survives lock, reload and update. */
  | { readonly type: 'keepDraft'; readonly key: string; readonly json: Json }
  | { readonly type: 'dropDraft'; readonly key: string }
  /** Who I am as a practitioner; declared by me, until an attestation says more. */
  | { readonly type: 'setProfessional'; readonly professional: Professional }
  /** What an attester sent back for one's own identity: base64url, as `npm run attest` writes it. */
  | { readonly type: 'addAttestation'; readonly text: string }
  /** Practitioner: a fresh pairing code for one person. Follow it with the query `pairing`. */
  | { readonly type: 'showPairingCode' }
  /** Practitioner: a patient's window is on the screen; "since your last visit" begins from it. */
  | { readonly type: 'lookAtPatient'; readonly channel: LogId }
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
  | DepositCommand
  /** A window without end stays open: it is asked about again in a year. */
  | { readonly type: 'keepWindow'; readonly channel: LogId }
  /** A device with nothing on it asks to join a notebook: shows a code, 15 minutes long. */
  | { readonly type: 'showDeviceCode'; readonly name: string }
  /** Resolves when the other device has read the code: the words that both now show. */
  | { readonly type: 'awaitDeviceWords'; readonly pairing: PairingId }
  /** Resolves when the words were found the same there, and the notebook is here. */
  | { readonly type: 'joinNotebook'; readonly pairing: PairingId; readonly lock: FirstLock }
  | { readonly type: 'stopDeviceCode'; readonly pairing: PairingId }
  /** The code of a new device, scanned or typed. Nothing is given before `admitDevice`. */
  | { readonly type: 'readDeviceCode'; readonly text: string }
  | { readonly type: 'admitDevice'; readonly pairing: PairingId; readonly same: boolean }
  | { readonly type: 'renameDevice'; readonly device: string; readonly name: string }
  /** Lost, stolen, given away: new keys everywhere, that it never gets. Goes on by itself. */
  | { readonly type: 'removeDevice'; readonly device: string }
  /** A removed device comes back: resolves like `joinNotebook`; what waited here is written again. */
  | { readonly type: 'rejoinNotebook'; readonly pairing: PairingId }
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
  showDeviceCode: {
    readonly pairing: PairingId;
    readonly qrText: string;
    /** 26 characters, to be typed where there is no camera. */
    readonly code: string;
  };
  awaitDeviceWords: { readonly words: readonly string[] };
  joinNotebook: { readonly record: LogId };
  rejoinNotebook: { readonly record: LogId; readonly kept: number };
  readDeviceCode: {
    readonly pairing: PairingId;
    /** What the device calls itself; only claimed. */
    readonly name: string;
    readonly words: readonly string[];
  };
  showPairingCode: { readonly pairing: PairingId; readonly qrText: string };
  readPairingCode: { readonly pairing: PairingId; readonly bearer: Bearer };
  openWindow: { readonly channel: LogId; readonly words: readonly string[] };
  depositDocument: { readonly deposit: StatementName };
  depositNote: { readonly deposit: StatementName };
};
export type CommandResult<C extends Command> = C['type'] extends keyof CommandResults
  ? CommandResults[C['type']]
  : undefined;

/** By whom an identity is attested, under the name the attester signs with, and until when. */
export type Attested = { readonly name: string; readonly until: Instant };

/** Who shows a pairing code, as they say themselves. */
export type Bearer = {
  readonly professional: Professional;
  /** Those whose word the operator takes, when it was read; empty: declared by the bearer only. */
  readonly attestedBy: readonly Attested[];
  /** The fingerprint F of the bundle, hex. */
  readonly fingerprint: string;
};
