import { fromHex, toHex } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import { decodeBundle, fingerprintOf, type Bundle } from '#protocol/bundle.ts';
import { openOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import { decodeDepositPayload } from '#protocol/payload-codec.ts';
import type { Bearer, DepositFault } from './api.ts';
import type { Attesters } from './attesters.ts';
import type { Channel } from './channel-entry.ts';
import { readDeposit, type SoundDeposit } from './deposit.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { bearerOf } from './professional.ts';

/** The deposits of one channel, in the order in which this device received them. */
export type Received = {
  readonly deposits: readonly SoundDeposit[];
  readonly aside: readonly DepositFault[];
};

type Read = { order: number; deposits: Map<string, SoundDeposit>; aside: DepositFault[] };

/**
 * What correspondents deposited, read from the channels' own ops. Judged once while the vault is
 * open; kept in no place of its own, since the ops are.
 */
export class DepositInbox {
  readonly #vault: Pick<OpenVault, 'logs' | 'deps'>;
  readonly #attesters: Attesters;
  readonly #read = new Map<LogId, Promise<Read>>();

  constructor(vault: Pick<OpenVault, 'logs' | 'deps'>, attesters: Attesters) {
    this.#vault = vault;
    this.#attesters = attesters;
  }

  /** Who signs under a bundle, by what attesters say now. */
  authorOf(bundle: Bundle): Bearer | undefined {
    return bearerOf(bundle, this.#attesters.known, this.#vault.deps.clock.now());
  }

  /** Nothing when the channel is not on this device any more. */
  async of(channel: Channel): Promise<Received> {
    const log = this.#vault.logs.get(channel.channel);
    if (!log) {
      this.#read.delete(channel.channel);
      return { deposits: [], aside: [] };
    }
    const before = this.#read.get(log.logId) ?? Promise.resolve(newRead());
    const reading = before.then((read) => this.#readOn(log, channel, read));
    this.#read.set(log.logId, reading);
    const { deposits, aside } = await reading;
    return { deposits: [...deposits.values()], aside };
  }

  async #readOn(log: OpenLog, channel: Channel, read: Read): Promise<Read> {
    for await (const { order, op } of this.#vault.logs.places.ops(log.logId, read.order)) {
      read.order = order;
      if (op.kind !== 'deposit') continue;
      const judged = judge(log, channel, op);
      if (typeof judged === 'string') read.aside.push(judged);
      // The same statement twice is said once.
      else if (!read.deposits.has(judged.id)) read.deposits.set(judged.id, judged);
    }
    return read;
  }
}

const newRead = (): Read => ({ order: 0, deposits: new Map(), aside: [] });

function judge(log: OpenLog, channel: Channel, op: Op): SoundDeposit | DepositFault {
  const key = log.keyOf(op.epoch);
  const body = key && openOp(op, key);
  if (body?.ok !== true) return 'malformed';
  const payload = decodeDepositPayload(body.value.payload);
  if (!payload.ok) return payload.error.type === 'Newer' ? 'newer' : 'malformed';
  const bundle = bundleOf(channel);
  if (!bundle) return 'notAuthentic';
  const read = readDeposit(payload.value.statement, channel.channel, bundle);
  return read.ok ? read.value : read.error;
}

/** The bundle that the holder compared the words of; undefined when it is not the one named. */
function bundleOf({ bundle: hex, correspondent }: Channel): Bundle | undefined {
  const bytes = fromHex(hex ?? '');
  const bundle = bytes.ok ? decodeBundle(bytes.value) : bytes;
  if (!bundle.ok) return undefined;
  return toHex(fingerprintOf(bundle.value)) === correspondent.fingerprint
    ? bundle.value
    : undefined;
}
