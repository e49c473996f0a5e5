import { deviceKind, type PlatformHints } from '../devices/this-device.ts';
import { language } from '../state/language.svelte.ts';

/** What a passkey made here is called until the person says otherwise: "iPhone". */
export const passkeyNameHere = (hints: PlatformHints): string =>
  language.words.devices.kinds[deviceKind(hints)];
