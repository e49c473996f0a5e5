import Archive from '@lucide/svelte/icons/archive';
import AppWindow from '@lucide/svelte/icons/app-window';
import BookOpen from '@lucide/svelte/icons/book-open';
import Eye from '@lucide/svelte/icons/eye';
import ListChecks from '@lucide/svelte/icons/list-checks';
import UserRound from '@lucide/svelte/icons/user-round';
import type { Entry } from '#record/entry.ts';
import type { Messages } from '#i18n/index.ts';
import type { Icon } from '../components/icon.ts';
import { textOf, valueOf } from '../record/entry-text.ts';
import { language } from '../state/language.svelte.ts';

type Act = keyof Messages['keeping']['journal']['acts'];

const ICONS: Readonly<Record<Act, Icon>> = {
  recordCreated: BookOpen,
  windowOpened: AppWindow,
  windowChanged: AppWindow,
  windowClosed: AppWindow,
  windowRead: Eye,
  wordsCompared: ListChecks,
  memberAdded: UserRound,
  memberRemoved: UserRound,
  archiveMade: Archive,
  recordRestored: BookOpen,
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

export function journalIcon(entry: Entry): Icon {
  const act = actOf(entry);
  return act ? ICONS[act] : BookOpen;
}
