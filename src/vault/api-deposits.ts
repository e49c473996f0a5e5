import type { EntryId, LogId } from '#base/ids.ts';
import type { PartialDate } from '#base/time.ts';
import type { Sensitivity } from '#record/entry.ts';

/** The id of a statement, hex: by it a correction names what it corrects. */
export type StatementName = string;

/** How what is accepted is marked from its first moment on. */
export type DepositMarks = { readonly hidden?: boolean; readonly sensitive?: Sensitivity };

/** A person's acts on deposits, on both sides of a channel. */
export type DepositCommand =
  /** Practitioner: signs a document or a note and sends it, for good. */
  | {
      readonly type: 'depositDocument';
      readonly channel: LogId;
      readonly file: File;
      readonly said: DocumentSaid;
      /** The deposit that this one corrects. */
      readonly supersedes?: StatementName | undefined;
    }
  | {
      readonly type: 'depositNote';
      readonly channel: LogId;
      readonly said: NoteSaid;
      readonly supersedes?: StatementName | undefined;
    }
  /** Practitioner: gives up what could not be sent. */
  | { readonly type: 'dropDeposit'; readonly deposit: StatementName }
  /** Holder: copies a deposit into the record, with its proof. */
  | {
      readonly type: 'acceptDeposit';
      readonly record: LogId;
      readonly deposit: EntryId;
      readonly marks?: DepositMarks;
    }
  | { readonly type: 'refuseDeposit'; readonly record: LogId; readonly deposit: EntryId }
  /** Holder: what this correspondent deposits is accepted as it comes, or one by one again. */
  | {
      readonly type: 'acceptAlways';
      readonly channel: LogId;
      readonly always: boolean;
      readonly marks?: DepositMarks;
    };

export type DocumentSaid = {
  readonly title: string;
  readonly category: string;
  readonly date?: PartialDate | undefined;
  readonly note?: string | undefined;
};
export type NoteSaid = {
  readonly title: string;
  readonly text: string;
  readonly date?: PartialDate | undefined;
};
