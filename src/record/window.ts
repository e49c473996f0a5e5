import type { EntryId } from '#base/ids.ts';
import type { PartialDate } from '#base/time.ts';

/** The version of `project`: a device whose projector is older than a filter's publishes nothing. */
export const PROJECTOR_VERSION = 1;

/** What a window shows of one section. */
export type SectionFilter = {
  readonly shown: boolean;
  /** Codes of the section's category field; undefined: every one that this version knows. */
  readonly categories?: readonly string[];
  /** Only what is known to be of that day or later, or still goes on. */
  readonly since?: PartialDate;
  /** Only what still goes on today. */
  readonly currentOnly?: boolean;
};

/** What a correspondent sees of a record: one JSON value, kept in the `channels` section. */
export type WindowFilter = {
  /** 1, 2, 3…: one more at each change by a person. */
  readonly number: number;
  /** `PROJECTOR_VERSION` of the app that wrote it. */
  readonly projector: number;
  /** The preset it started from: a code of `presets.ts`. */
  readonly preset: string;
  /** By section code; a section that is not named is not shown. */
  readonly sections: Readonly<Record<string, SectionFilter>>;
  /** Chosen one by one, whatever their category and period; never though hidden or sensitive. */
  readonly include: readonly EntryId[];
  /** Chosen one by one though hidden or sensitive. */
  readonly includeProtected: readonly EntryId[];
  /** Left out one by one; stronger than both lists above. */
  readonly exclude: readonly EntryId[];
  /** Made of several that were written at the same time: a person has to look at it. */
  readonly merged?: true;
};
