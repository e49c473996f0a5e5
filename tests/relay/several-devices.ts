import { MemoryDisk } from '#adapters/memory-disk.ts';
import type { VaultDeps } from '#vault/ports.ts';
import { Watched, must } from './devices.ts';
import { deviceOn, type Holder } from './people.ts';

/** Another device of the same person, let in by its code. */
export async function join(
  first: Holder,
  url: string,
  name: string,
  more: Partial<VaultDeps> = {},
): Promise<Holder> {
  const disk = new MemoryDisk();
  const made = await deviceOn(url, disk, more);
  const shown = must(await made.vault.run({ type: 'showDeviceCode', name }));
  const read = must(await first.vault.run({ type: 'readDeviceCode', text: shown.qrText }));
  const { pairing } = shown;
  must(await made.vault.run({ type: 'awaitDeviceWords', pairing }));
  const joining = made.vault.run({ type: 'joinNotebook', pairing, lock: undefined });
  must(await first.vault.run({ type: 'admitDevice', pairing: read.pairing, same: true }));
  const { record } = must(await joining);
  return { ...made, disk, record };
}

export async function idOf(holder: Holder, name: string): Promise<string> {
  const devices = await Watched.on(holder.vault, { type: 'devices' });
  const all = await devices.until((each) => each.some((device) => device.name === name));
  const found = all.find((device) => device.name === name);
  if (!found) throw new Error('it is listed');
  return found.device;
}

export async function remove(from: Holder, name: string): Promise<void> {
  const device = await idOf(from, name);
  must(await from.vault.run({ type: 'removeDevice', device }));
}

export async function untilRemoved(holder: Holder): Promise<void> {
  const removal = await Watched.on(holder.vault, { type: 'removal' });
  await removal.until((state) => state === undefined);
  const devices = await Watched.on(holder.vault, { type: 'devices' });
  await devices.until((all) => all.every(({ isLeaving }) => !isLeaving));
}

export async function untilEntries(holder: Holder, count: number): Promise<void> {
  const query = { type: 'entries', record: holder.record, section: 'allergies' } as const;
  const entries = await Watched.on(holder.vault, query);
  await entries.until((answer) => answer.entries.length === count);
}

/** What a record's allergies are, once there are so many. */
export async function allergiesOf(
  holder: Pick<Holder, 'vault' | 'record'>,
  count: number,
): Promise<string[]> {
  const query = { type: 'entries', record: holder.record, section: 'allergies' } as const;
  const entries = await Watched.on(holder.vault, query);
  const answer = await entries.until((each) => each.entries.length === count);
  return answer.entries
    .map(({ fields }) => JSON.stringify(fields['substance']).slice(1, -1))
    .sort();
}
