import { err, ok, type Result } from '#base/result.ts';
import type { AuthorId, OpHash } from '#base/ids.ts';
import { authorIdOf } from '#crypto/keys.ts';
import type { AccessChange, LogSort } from './access.ts';
import { rightsFit } from './kind-rules.ts';
import { limits } from './limits.ts';
import type { AccessPoint, LogState, Member } from './log-state.ts';
import type { Refusal } from './messages.ts';

/** What an access op leads to. */
export type AccessOutcome = {
  readonly after: AccessPoint;
  /** How much of the trail still stands before `after`. */
  readonly trailLength: number;
  /** Authors whose adding is made void. */
  readonly voided: readonly AuthorId[];
};

/** The log that an access op is judged in; a genesis is judged in one without trail. */
export type AccessGround = Pick<LogState, 'sort' | 'owner' | 'trail' | 'voided'>;

/**
 * Where access stands after `change`, made by `author` in the op `hash` [P26]–[P29]. Neither
 * prevAccess nor the epoch is looked at here.
 */
export function accessOutcome(
  ground: AccessGround,
  change: AccessChange,
  author: AuthorId,
  hash: OpHash,
): Result<AccessOutcome, Refusal> {
  const { voidAfter } = change;
  if (voidAfter !== undefined && author !== ground.owner) return err('FORBIDDEN');
  const trailLength =
    voidAfter === undefined
      ? ground.trail.length
      : ground.trail.findIndex((point) => point.hash === voidAfter) + 1;
  const base = ground.trail[trailLength - 1];
  if (base === undefined && ground.trail.length > 0) return err('FORBIDDEN');
  const after = pointAfter(ground, base, change, hash);
  if (!after.ok) return after;
  return ok({ after: after.value, trailLength, voided: voidedBy(ground, base) });
}

/** The authors that the log knows now and did not at `base`. */
function voidedBy(ground: AccessGround, base: AccessPoint | undefined): AuthorId[] {
  const last = ground.trail.at(-1);
  if (base === undefined || last === undefined || base === last) return [];
  const known = ground.trail.flatMap(({ members, removed }) => [
    ...members.keys(),
    ...removed.keys(),
  ]);
  return [...new Set(known)].filter((each) => !base.members.has(each) && !base.removed.has(each));
}

function pointAfter(
  ground: AccessGround,
  base: AccessPoint | undefined,
  change: AccessChange,
  hash: OpHash,
): Result<AccessPoint, Refusal> {
  const members = new Map(base?.members);
  const removed = new Map(base?.removed);
  for (const author of change.removed) {
    if (!members.delete(author)) return err('FORBIDDEN');
    removed.set(author, undefined);
  }
  for (const member of change.added) {
    const author = authorIdOf(member.signingPublicKey);
    if (!rightsFit(ground.sort, member.rights)) return err('FORBIDDEN');
    if (member.replaces !== undefined) {
      if (!members.delete(member.replaces)) return err('FORBIDDEN');
      removed.set(member.replaces, author);
    }
    if (isKnown(ground, author) || members.has(author)) return err('FORBIDDEN');
    members.set(author, { ...member, author, addedBy: hash } satisfies Member);
  }
  return members.size > limits.membersPerLog ? err('QUOTA') : ok({ hash, members, removed });
}

/** A key that was once in a log never comes back, not even one whose adding was made void. */
const isKnown = (ground: AccessGround, author: AuthorId): boolean =>
  author === ground.owner ||
  ground.voided.has(author) ||
  ground.trail.some((point) => point.members.has(author) || point.removed.has(author));

/** Whether this change must turn the epoch: whoever loses access must lose the key [P28]. */
export const mustTurn = (change: AccessChange): boolean =>
  change.genesis !== undefined ||
  change.voidAfter !== undefined ||
  change.removed.length > 0 ||
  change.added.some((member) => member.replaces !== undefined);

/** Who needs a wrap of a new key: every member that stands, and a keyring's owner [P28]. */
export const wrapAuthors = (
  sort: LogSort,
  owner: AuthorId,
  members: AccessPoint['members'],
): AuthorId[] => [...members.keys(), ...(sort === 'keyring' ? [owner] : [])].sort();

/** Whether the turn is there when needed, with a wrap for each and for nobody else [P28]. */
export function turnFits(
  sort: LogSort,
  owner: AuthorId,
  change: AccessChange,
  after: AccessPoint,
): boolean {
  if (change.turn === undefined) return !mustTurn(change);
  const expected = wrapAuthors(sort, owner, after.members);
  const { wraps } = change.turn;
  return wraps.length === expected.length && wraps.every(({ author }, i) => author === expected[i]);
}
