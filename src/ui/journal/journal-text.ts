import Archive from '@lucide/svelte/icons/archive';
import AppWindow from '@lucide/svelte/icons/app-window';
import BookOpen from '@lucide/svelte/icons/book-open';
import FileCheck from '@lucide/svelte/icons/file-check';
import FileX from '@lucide/svelte/icons/file-x';
import Eye from '@lucide/svelte/icons/eye';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Server from '@lucide/svelte/icons/server';
import UserRound from '@lucide/svelte/icons/user-round';
import type { LogId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import type { Entry } from '#record/entry.ts';
import type { Messages } from '#i18n/index.ts';
import type { ReadLine } from '#vault/api.ts';
import type { Icon } from '../components/icon.ts';
import { textOf, valueOf } from '../record/entry-text.ts';
import { language } from '../state/language.svelte.ts';
import { receiptReadings, relayReadings, type Reading, type TitleOf } from './readings.ts';

type Act = keyof Messages['keeping']['journal']['acts'];

const ICONS: Readonly<Record<Act, Icon>> = {
  recordCreated: BookOpen,
  windowOpened: AppWindow,
  windowChanged: AppWindow,
  windowClosed: AppWindow,
  windowEnded: AppWindow,
  windowRead: Eye,
  wordsCompared: ListChecks,
  depositAccepted: FileCheck,
  depositRefused: FileX,
  memberAdded: UserRound,
  memberRemoved: UserRound,
  archiveMade: Archive,
  recordRestored: BookOpen,
};

/** One line of the journal. */
export type JournalLine = {
  readonly key: string;
  readonly at: Instant;
  readonly icon: Icon;
  readonly title: string;
  readonly facts: readonly string[];
};

const actOf = (entry: Entry): Act | undefined => {
  const act = valueOf(entry, 'act');
  return typeof act === 'string' && Object.hasOwn(ICONS, act) ? (act as Act) : undefined;
};

/** "Fenêtre ouverte · Dr Nadia Martin"; an act of a later version by its own code. */
export function journalText(entry: Entry): string {
  const words = language.words.keeping.journal;
  const act = actOf(entry);
  const said = act ? words.acts[act] : textOf(entry, 'act');
  const who = textOf(entry, 'who');
  return who === '' ? said : words.actWith(said, who);
}

/** What an entry tells: one line, or one for each thing that a reader says they opened. */
export function journalLines(entry: Entry, titleOf: TitleOf): readonly JournalLine[] {
  const readings = receiptReadings(entry, titleOf);
  if (readings.length > 0) return readings.map((one) => readingLine(one, textOf(entry, 'who')));
  const act = actOf(entry);
  const { createdAt } = entry.meta;
  return [
    {
      key: entry.id,
      at: createdAt,
      icon: act ? ICONS[act] : BookOpen,
      title: journalText(entry),
      facts: [language.formats.time(createdAt)],
    },
  ];
}

/** What the relay says was fetched through a window of `who`. */
export const readingLines = (
  channel: LogId,
  who: string,
  reads: readonly ReadLine[],
  titleOf: TitleOf,
): readonly JournalLine[] =>
  relayReadings(channel, reads, titleOf).map((one) => readingLine(one, who));

function readingLine({ key, at, source, when, what }: Reading, who: string): JournalLine {
  const { journal, readings } = language.words.keeping;
  const title = journal.actWith(source === 'relay' ? readings.relayOne : readings.readerOne, who);
  return { key, at, icon: source === 'relay' ? Server : Eye, title, facts: [when, what] };
}
