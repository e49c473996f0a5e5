import type * as Yjs from 'yjs';
import { mustGet } from '#base/assert.ts';

/*
 * The only door to Yjs. It is loaded with the first doc: what only reads lists never needs it.
 */

let loaded: typeof Yjs | undefined;

/** Loads Yjs once. Docs are made and applied after it. */
export async function yjsReady(): Promise<void> {
  loaded ??= await import('yjs');
}

/** Yjs itself, for the binding of docs. */
export const yjsLibrary = (): typeof Yjs => mustGet(loaded, 'yjsReady() has been awaited');
