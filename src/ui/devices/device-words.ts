import type { DeviceState } from '#vault/api.ts';
import { language } from '../state/language.svelte.ts';
import { deviceKind, isInstalledOnIos } from './this-device.ts';

/** As long as the relay keeps the mailbox of a code open. */
export const CODE_LASTS_MS = 15 * 60_000;

/** What this device may be called, by what its browser says: `iPhone`, `Ordinateur Linux`. */
export function suggestedName(): string {
  const { kinds, installed } = language.words.devices;
  const kind = kinds[deviceKind(navigator)];
  return isInstalledOnIos(navigator) ? installed(kind) : kind;
}

/** The name it was given when it joined; of this one without a name, what its browser says. */
export function nameOfDevice({ name, isThis }: DeviceState): string {
  if (name !== '') return name;
  return isThis ? suggestedName() : language.words.devices.unnamed;
}
