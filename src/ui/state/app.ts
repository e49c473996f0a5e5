import { createContext } from 'svelte';
import type { Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { RecordSummary } from '#vault/api.ts';
import type { VaultError } from '#vault/errors.ts';
import type { Thumbnails } from '../reader/thumbnails.svelte.ts';
import type { AddQueue } from '../sections/documents/add-queue.svelte.ts';
import type { AppUpdate } from './app-update.svelte.ts';
import type { Drafts } from './drafts.svelte.ts';
import type { Install } from './install.svelte.ts';
import type { Keeping } from './keeping.svelte.ts';
import type { Passkeys } from './passkeys.ts';
import type { Theme } from './theme.svelte.ts';
import type { VaultState } from './vault.svelte.ts';

/** Why erasing a device loses nothing: the person holds an archive, or another place holds it all. */
export type ErasureProof =
  | { readonly exported: true }
  | { readonly otherCopy: { readonly of: 'relay' | 'device'; readonly confirmedAt: Instant } };

/** What every screen may reach; made once, by the root layout. */
export type App = {
  readonly vault: VaultState;
  readonly theme: Theme;
  readonly drafts: Drafts;
  readonly addQueue: AddQueue;
  readonly thumbnails: Thumbnails;
  /** A pairing code that came with the app's address, until it is read. */
  readonly pairingText: { current: string | undefined };
  readonly passkeys: Passkeys;
  readonly install: Install;
  readonly keeping: Keeping;
  readonly now: () => Instant;
  /** A whole number from 0 to `below` - 1, drawn by chance that nobody can guess. */
  readonly draw: (below: number) => number;
  /** Calls `act` once, after `delayMs`; the returned function gives it up. */
  readonly after: (delayMs: number, act: () => void) => () => void;
  readonly goTo: (address: string, options?: { readonly replace?: boolean }) => Promise<void>;
  /** Bytes of a file of the app itself; undefined when it cannot be had. */
  readonly loadAsset: (address: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Keeps the language chosen for the next visits. */
  readonly rememberLanguage: (tag: string) => void;
  /** Takes the vault from the tab that holds it. */
  readonly useHere: () => void;
  readonly reload: () => void;
  /** Takes everything of this device away, for good, and begins anew; fails where it cannot. */
  readonly eraseDevice: (proof: ErasureProof) => Promise<Result<void, VaultError>>;
  readonly version: string;
  readonly update: AppUpdate;
};

export const [getApp, setApp] = createContext<App>();

/** The record that the screens below write in; a function, since its name may change. */
export const [getRecord, setRecord] = createContext<() => RecordSummary>();
