import { createMemoryStore } from '#adapters/memory-store.ts';
import type { MemoryDisk } from '#adapters/memory-disk.ts';
import type { Bytes } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import type { MemberKeys } from '#crypto/keys.ts';
import { systemRandom } from '#crypto/random.ts';
import type { OpenLog } from '#vault/open-log.ts';
import { Bell } from '#vault/bell.ts';
import { readCorrespondence } from '#vault/correspondence.ts';
import type { VaultDeps } from '#vault/ports.ts';
import { openParts, type VaultParts } from '#vault/vault-parts.ts';
import { readSlots } from '#vault/slots.ts';
import { must } from './devices.ts';

/** Everything that an unprotected device holds, opened beside its vault as a thief would. */
export async function openDisk(disk: MemoryDisk): Promise<VaultParts> {
  const store = createMemoryStore({ disk });
  const slots = must(await readSlots(store));
  const lsk = slots?.clearLsk;
  if (!lsk) throw new Error('the device is protected');
  const deps = { store, random: systemRandom } as unknown as VaultDeps;
  return must(await openParts(deps, lsk, new Bell()));
}

/** The logs of a device, with their keys. */
export const logsOf = async (disk: MemoryDisk): Promise<readonly OpenLog[]> =>
  (await openDisk(disk)).logs.all();

/** What a correspondent was given for one channel. */
export type ReaderKeys = { readonly logKey: Bytes; readonly member: MemberKeys };

/** The keys of a channel as its reader's device keeps them while it is open. */
export async function readerKeysOf(disk: MemoryDisk, channel: LogId): Promise<ReaderKeys> {
  const parts = await openDisk(disk);
  const keyring = must(await parts.rows.getJson<LogId>('logs', 'keyring'));
  if (!keyring) throw new Error('the device has a keyring');
  const section = must(await parts.views.section(keyring, 'correspondents'));
  for (const entry of section.entries) {
    const read = readCorrespondence(entry);
    if (read?.channel !== channel || !read.grant) continue;
    const { logKey, memberKeys } = read.grant.grant;
    return { logKey, member: memberKeys };
  }
  throw new Error('the device reads this channel');
}
