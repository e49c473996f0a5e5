import { equal } from '#base/bytes.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import type { Bearer, DepositsState, OtherDeposit } from './api.ts';
import { channelsOf, type Channel } from './channel-entry.ts';
import { isThing, type DepositedThing, type SoundDeposit } from './deposit.ts';
import { documentsOf, keptDeposits, type KeptDeposits } from './deposit-archive.ts';
import type { DepositInbox } from './deposit-inbox.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';

export type Thing = SoundDeposit<DepositedThing>;

/** Everything known of the deposits of one record at one moment. */
export type KnownDeposits = {
  readonly channels: readonly Channel[];
  /** Documents and notes that are their author's, by the entry that they become. */
  readonly things: ReadonlyMap<EntryId, Thing>;
  readonly kept: KeptDeposits;
  readonly aside: DepositsState['aside'];
  /** Those that became documents, be they in the bin. */
  readonly accepted: ReadonlySet<EntryId>;
  readonly authorOf: DepositInbox['authorOf'];
};

export async function knownDeposits(
  vault: OpenVault,
  inbox: DepositInbox,
  record: LogId,
): Promise<Result<KnownDeposits, VaultError>> {
  const channels = await channelsOf(vault, record);
  if (!channels.ok) return channels;
  const kept = await keptDeposits(vault, record);
  if (!kept.ok) return kept;
  const documents = await documentsOf(vault, record);
  if (!documents.ok) return documents;
  const things = new Map<EntryId, Thing>();
  const take = (deposit: SoundDeposit | undefined): void => {
    if (deposit && isThing(deposit)) things.set(deposit.entry, deposit);
  };
  const aside: DepositsState['aside'][number][] = [];
  for (const channel of channels.value.filter(isTrusted)) {
    const received = await inbox.of(channel);
    for (const deposit of received.deposits) take(deposit);
    const { channel: id, correspondent: by } = channel;
    aside.push(...received.aside.map((fault) => ({ channel: id, by, fault })));
  }
  for (const { deposit } of kept.value.proofs.values()) take(deposit);
  const accepted = new Set(documents.value.keys());
  const authorOf = inbox.authorOf.bind(inbox);
  return ok({ channels: channels.value, things, kept: kept.value, aside, accepted, authorOf });
}

/** Words that were not the same: whoever is at the other end, nothing of theirs is wanted. */
export const isTrusted = ({ wordsSame }: Channel): boolean => wordsSame !== false;

/** What the holder has neither accepted nor refused. */
export const undecidedIn = ({ things, accepted, kept }: KnownDeposits): Thing[] =>
  [...things.values()].filter(({ entry }) => !accepted.has(entry) && !kept.refused.has(entry));

/** What a deposit corrects, and what corrects it: the same author's, in the same channel [P96]. */
export function relationsOf(
  { things, accepted }: Pick<KnownDeposits, 'things' | 'accepted'>,
  deposit: Thing,
): { corrects: OtherDeposit | undefined; correctedBy: OtherDeposit | undefined } {
  const theirs = [...things.values()].filter((other) => isSameAuthor(other, deposit));
  const former = theirs.find(({ id }) => id === deposit.body.supersedes);
  const later = theirs
    .filter(({ body }) => body.supersedes === deposit.id)
    .sort((a, b) => b.statement.createdAt - a.statement.createdAt)[0];
  const other = (of: Thing | undefined): OtherDeposit | undefined =>
    of && {
      deposit: of.entry,
      title: of.body.title,
      at: of.statement.createdAt,
      accepted: accepted.has(of.entry),
    };
  return { corrects: other(former), correctedBy: other(later) };
}

const isSameAuthor = (a: Thing, b: Thing): boolean =>
  a.channel === b.channel &&
  a.id !== b.id &&
  equal(a.bundle.signingPublicKey, b.bundle.signingPublicKey);

/** Who deposited it, by the bundle that it verifies under. */
export const bearerIn = (
  { channels, authorOf }: KnownDeposits,
  { bundle, channel }: Thing,
): Bearer => {
  const of = channels.find((one) => one.channel === channel)?.correspondent;
  return authorOf(bundle) ?? of ?? NOBODY;
};

/** A bundle whose words cannot be shown. */
const NOBODY: Bearer = {
  professional: { name: '', profession: '', specialty: '', place: '', rpps: '' },
  attestedBy: [],
  fingerprint: '',
};
