import type { EntryId, LogId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import type { Entry, Json, SectionNone } from '#record/entry.ts';
import type { WindowFilter } from '#record/window.ts';
import type { Attested, Bearer, PairingId, Professional } from './api-commands.ts';
import type { DepositAnswers, DepositQuery } from './api-deposit-queries.ts';
import type { VaultError } from './errors.ts';

export type Query =
  | { readonly type: 'records' }
  | { readonly type: 'entries'; readonly record: LogId; readonly section: string }
  /** The newest of a section, counted over all of it: a list asks for more as it is read on. */
  | ({
      readonly type: 'list';
      readonly record: LogId;
      readonly section: string;
      readonly limit: number;
    } & ListFilter)
  | { readonly type: 'entry'; readonly record: LogId; readonly entry: EntryId }
  /** Everything last added or changed, newest first. */
  | { readonly type: 'recent'; readonly record: LogId; readonly limit: number }
  | { readonly type: 'safety'; readonly record: LogId }
  | { readonly type: 'channels'; readonly record: LogId }
  /** What the relay says was fetched through a window. */
  | { readonly type: 'reads'; readonly record: LogId; readonly channel: LogId }
  /** What a window would show, computed by the same projection that publishes it. */
  | { readonly type: 'preview'; readonly record: LogId; readonly filter: WindowFilter }
  /** What is in the bin, newest first. */
  | { readonly type: 'bin'; readonly record: LogId }
  | { readonly type: 'kit' }
  /** The devices of this person. */
  | { readonly type: 'devices' }
  /** The removal under way, if any. */
  | { readonly type: 'removal' }
  /** What removing a device does not close to it. */
  | { readonly type: 'removalRisks' }
  | { readonly type: 'standing' }
  | { readonly type: 'draft'; readonly key: string }
  | { readonly type: 'pairing'; readonly pairing: PairingId }
  | { readonly type: 'professional' }
  /** One's own identity as others will read it. */
  | { readonly type: 'ownIdentity' }
  | { readonly type: 'patients' }
  | { readonly type: 'patient'; readonly channel: LogId }
  | DepositQuery
  /** Long work under way: files being sealed or sent. */
  | { readonly type: 'progress' };

type QueryAnswers = DepositAnswers & {
  records: readonly RecordSummary[];
  entries: SectionEntries;
  list: SectionList;
  entry: EntryState | undefined;
  recent: readonly Entry[];
  safety: Safety;
  channels: readonly ChannelState[];
  reads: ReadsAccount;
  bin: readonly Entry[];
  kit: KitState;
  devices: readonly DeviceState[];
  removal: RemovalState | undefined;
  removalRisks: RemovalRisks;
  standing: Standing;
  draft: Json | undefined;
  preview: WindowView;
  pairing: PairingState;
  professional: Professional | undefined;
  ownIdentity: OwnIdentity | undefined;
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

export type DeviceState = {
  /** The author id of its member key. */
  readonly device: string;
  readonly name: string;
  readonly isThis: boolean;
  /** When it came; undefined where it never said so. */
  readonly since: Instant | undefined;
  /** The last day that it was opened on, with the network. */
  readonly seenAt: Instant | undefined;
  /** Its removal was asked for. */
  readonly isLeaving: boolean;
};

/** Logs that are out of reach of a removed device, and all that will be. */
export type RemovalState = {
  readonly done: number;
  readonly total: number;
  readonly isConnected: boolean;
};

export type RemovalRisks = {
  /** The kit was never confirmed, and its secret lies on another device: this one, maybe. */
  readonly identityElsewhere: boolean;
  /** Windows of patients are read under keys that every device of a practitioner holds. */
  readonly patients: boolean;
};

/** Whether this device still belongs to the notebook. */
export type Standing =
  | { readonly is: 'member' }
  /** `unsent`: entries that are on this device alone. */
  | { readonly is: 'removed'; readonly unsent: number };

export type RecordSummary = {
  readonly record: LogId;
  /** The used or given name of the identity section; empty until it is filled. */
  readonly name: string;
  readonly colour: RecordColour;
};
export type RecordColour = 'fir' | 'plum' | 'ochre' | 'slate' | 'brick' | 'moss' | 'ink';

export type SectionEntries = {
  readonly entries: readonly Entry[];
  readonly none: SectionNone | undefined;
};

/** Undefined, both: whatever is out of the bin. */
export type ListFilter = {
  /** Of the field by which the section is divided. */
  readonly category?: string | undefined;
  /** Words of the title, whatever their accents and capitals. */
  readonly text?: string | undefined;
};

export type SectionList = {
  /** Newest first, as many as were asked for at most. */
  readonly entries: readonly Entry[];
  /** How many the filter lets through. */
  readonly fitting: number;
  /** Those out of the bin by category, whatever the filter; `''` for those without one. */
  readonly counts: Readonly<Record<string, number>>;
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
  /** The relay holds the record and cannot read it. */
  | 'relayUnavailable'
  /** This person's share of the relay is used up. */
  | 'quotaReached'
  /** The relay has no room for anybody. */
  | 'relayFull'
  /** This device's clock and the relay's are far from each other. */
  | 'clockOff'
  /** A copy of this device writes in the record too; each goes on under its own writer. */
  | 'deviceCopied'
  /** Another device's snapshot lacked what stands here; it was published again. */
  | 'snapshotLacked'
  | 'setAside';

export type ChannelState = {
  readonly channel: LogId;
  readonly correspondent: Bearer;
  readonly words: readonly string[];
  readonly wordsJudged: boolean;
  readonly filter: WindowFilter;
  readonly openedAt: Instant;
  /** When its holder last looked at it and left it open, where it has no end. */
  readonly keptAt?: Instant | undefined;
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

/** The relay's own account of what each key fetched through a window, to the hour. */
export type ReadsAccount = {
  /** When the relay said so; undefined: it was not reached since the notebook was opened. */
  readonly toldAt: Instant | undefined;
  /** Newest first. The relay forgets those of more than a year ago. */
  readonly lines: readonly ReadLine[];
};

export type ReadLine = {
  /** Whose key: who is shown the window, this side, or one that stands no more. */
  readonly by: 'correspondent' | 'holder' | 'former';
  /** When the hour began. */
  readonly at: Instant;
  /** What the window shows was fetched; otherwise files alone. */
  readonly hasWindow: boolean;
  /** The record's documents whose file was fetched. */
  readonly documents: readonly EntryId[];
  /** Files fetched that are in the record no more. */
  readonly otherFiles: number;
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
  /** The holder said that both screens showed the same four words. */
  readonly compared?: boolean;
};

export type OwnIdentity = {
  readonly bearer: Bearer;
  /** Every attestation that is carried; `counts`: it stands, by an attester this relay lists. */
  readonly attestations: readonly (Attested & { readonly counts: boolean })[];
  /** What an attester signs for: the bundle, base64url. It holds public keys and the name alone. */
  readonly request: string;
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
  readonly state:
    | 'open'
    | 'closed'
    | 'expired'
    /** Answered, and not come whole yet. */
    | 'waiting'
    /** The relay was renewed since: it has the window again once its holder connects. */
    | 'away';
  readonly wordsCompared: boolean;
  readonly until: Instant | undefined;
  readonly changedAt: Instant;
};

export type PatientState = {
  readonly summary: PatientSummary;
  readonly words: readonly string[];
  readonly view: WindowView | undefined;
  /** Undefined: this practitioner looks at it for the first time. */
  readonly since: VisitChanges | undefined;
};

/** What changed in a window since a practitioner looked at it on an earlier day. */
export type VisitChanges = {
  /** When that visit began. */
  readonly at: Instant;
  readonly added: readonly EntryId[];
  readonly changed: readonly EntryId[];
  /** How many are shown no more. */
  readonly removed: number;
};

export type WorkProgress = {
  readonly id: string;
  readonly work: 'sealing' | 'sending' | 'fetching';
  readonly entry: EntryId | undefined;
  readonly doneBytes: number;
  readonly totalBytes: number;
};
