import type { Icon } from './icon.ts';
import type { RecordHue } from './record-hue.ts';

/** A word that leads to a page. */
export type PageLink = { readonly href: string; readonly label: string; readonly icon: Icon };

/** One of the five words of the main navigation. */
export type NavItem = PageLink & {
  /** True on the page itself and on those below it. */
  readonly current: boolean;
  /** What waits there, in words ("2 nouveaux messages"); shown as a dot. */
  readonly waiting?: string | undefined;
};

/** A record that this person keeps. */
export type RecordLink = {
  readonly href: string;
  readonly name: string;
  readonly hue: RecordHue;
  readonly facts?: string | undefined;
};
