import type { EntryId, LogId } from '#base/ids.ts';
import type { Instant, PartialDate } from '#base/time.ts';
import type { Bearer } from './api-commands.ts';
import type { StatementName } from './api-deposits.ts';

export type DepositQuery =
  /** What correspondents deposited and the holder has not decided yet, newest first. */
  | { readonly type: 'deposits'; readonly record: LogId }
  /** What proves a document that was deposited; undefined for one that was not. */
  | { readonly type: 'proof'; readonly record: LogId; readonly entry: EntryId }
  /** What correspondents say that they opened, newest first. */
  | { readonly type: 'receipts'; readonly record: LogId }
  /** Practitioner: what one deposited in a channel, newest first. */
  | { readonly type: 'given'; readonly channel: LogId };

export type DepositAnswers = {
  deposits: DepositsState;
  proof: DepositProof | undefined;
  receipts: readonly ReadReceipt[];
  given: readonly GivenDeposit[];
};

/** What a deposit says, as its author signed it. */
export type DepositSaid =
  | {
      readonly kind: 'document';
      readonly title: string;
      readonly category: string;
      readonly date: PartialDate | undefined;
      readonly note: string | undefined;
      readonly fileName: string;
      readonly mediaType: string;
      readonly sizeBytes: number;
    }
  | {
      readonly kind: 'note';
      readonly title: string;
      readonly date: PartialDate | undefined;
      readonly text: string;
    };

/** Another deposit of the same author, which this one corrects or which corrects it. */
export type OtherDeposit = {
  readonly deposit: EntryId;
  readonly title: string;
  readonly at: Instant;
  /** It stands among the documents. */
  readonly accepted: boolean;
};

export type WaitingDeposit = {
  /** The id that its document will have. */
  readonly deposit: EntryId;
  readonly channel: LogId;
  readonly by: Bearer;
  /** When, by its author's clock. */
  readonly at: Instant;
  readonly said: DepositSaid;
  readonly corrects: OtherDeposit | undefined;
  readonly correctedBy: OtherDeposit | undefined;
  /** Why it could not be accepted when that was tried; it stays to be accepted. */
  readonly trouble: 'FileNotHere' | 'FileDamaged' | 'FileTypeMismatch' | 'DeviceFull' | undefined;
};

/** Kept and never shown: why. */
export type DepositFault =
  /** Its bytes or its words are not of the form they must have. */
  | 'malformed'
  /** Not signed by the correspondent, or altered since. */
  | 'notAuthentic'
  /** Signed for another channel. */
  | 'otherChannel'
  /** Of a kind that a later version knows. */
  | 'newer';

export type DepositsState = {
  readonly waiting: readonly WaitingDeposit[];
  readonly aside: readonly {
    readonly channel: LogId;
    readonly by: Bearer;
    readonly fault: DepositFault;
  }[];
  /** Channels whose deposits are accepted as they come. */
  readonly always: readonly LogId[];
};

/** Recomputed from the stored bytes each time it is asked for. */
export type DepositProof = {
  readonly verdict:
    /** Signed by this person, for this channel; and the file is the one that they signed. */
    | 'verified'
    /** The signature holds, for another file than the one that stands here. */
    | 'otherFile'
    /** The signature holds; the file of a note is not on this device to be compared. */
    | 'fileNotHere'
    /** The signature does not hold. */
    | 'broken';
  readonly by: Bearer | undefined;
  readonly at: Instant | undefined;
  readonly channel: LogId | undefined;
  readonly said: DepositSaid | undefined;
  readonly corrects: OtherDeposit | undefined;
  readonly correctedBy: OtherDeposit | undefined;
};

export type ReadReceipt = {
  readonly channel: LogId;
  readonly who: string;
  /** When, by the reader's clock. */
  readonly readAt: Instant;
  /** When this record learnt it. */
  readonly notedAt: Instant;
  /** The entry of the record; undefined for the window as a whole, or an entry not known. */
  readonly entry: EntryId | undefined;
  readonly what: 'summary' | 'entry';
};

export type GivenDeposit = {
  readonly deposit: StatementName;
  /** By which its file is opened. */
  readonly entry: EntryId;
  readonly at: Instant;
  readonly said: DepositSaid;
  readonly corrects: StatementName | undefined;
  readonly correctedBy: StatementName | undefined;
  readonly state:
    /** On its way. */
    | 'sending'
    | 'given'
    /** The relay takes no more today. */
    | 'overQuota'
    /** The window was closed before it was sent. */
    | 'windowClosed';
};
