import type { LogId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import type { UncheckedGrant } from '#protocol/grant.ts';
import type { SeenHead } from '#protocol/op.ts';
import type { Entry, Json } from '#record/entry.ts';
import { hexBytes } from './hex-bytes.ts';
import { memberKeysOf } from './open-log.ts';
import { readVisits, type Visits } from './visits.ts';

/** A channel where this person is the correspondent, as its entry of the keyring tells it. */
export type Correspondence = {
  readonly channel: LogId;
  readonly words: readonly string[];
  readonly openedAt: Instant;
  readonly until: Instant | undefined;
  readonly closedAt: Instant | undefined;
  /** It was read once: if the relay does not know it any more, it was closed. */
  readonly wasOpen: boolean;
  /** Where the holder's device saw the relay when it made the grant. */
  readonly seen: SeenHead | undefined;
  /** The key of the relay where it was last read, hex. */
  readonly relayKey: string | undefined;
  readonly visits: Visits | undefined;
  /** F of this person's bundle as the holder knows it, hex. */
  readonly fingerprint: string | undefined;
  /** Undefined once the channel was closed: its keys are gone. */
  readonly grant: UncheckedGrant | undefined;
};

/** Undefined: not an entry that this vault wrote. */
export function readCorrespondence(entry: Entry): Correspondence | undefined {
  const { channel, words, openedAt, until, state, relay, details, fingerprint } = entry.fields;
  if (typeof channel !== 'string' || typeof openedAt !== 'number') return undefined;
  const closedAt = memberOf(details, 'closedAt');
  return {
    channel: channel as LogId,
    words: Array.isArray(words) ? (words as string[]) : [],
    openedAt: openedAt as Instant,
    until: typeof until === 'number' ? (until as Instant) : undefined,
    closedAt: typeof closedAt === 'number' ? (closedAt as Instant) : undefined,
    wasOpen: state === 'open',
    seen: readSeen(entry.fields['head']),
    relayKey: typeof relay === 'string' ? relay : undefined,
    visits: readVisits(entry.fields['visits']),
    fingerprint: typeof fingerprint === 'string' ? fingerprint : undefined,
    grant: readGrant(entry),
  };
}

function readGrant(entry: Entry): UncheckedGrant | undefined {
  const { channel, epochs, memberSeeds, until, title, details } = entry.fields;
  const first = (Array.isArray(epochs) ? epochs[0] : undefined) as Json | undefined;
  const logKey = memberOf(first, 'key');
  const [signed, signature] = [memberOf(details, 'signed'), memberOf(details, 'signature')];
  if (typeof memberSeeds !== 'string' || typeof logKey !== 'string') return undefined;
  if (typeof signed !== 'string' || typeof signature !== 'string') return undefined;
  return {
    grant: {
      logId: channel as LogId,
      logKey: hexBytes(logKey),
      memberKeys: memberKeysOf(memberSeeds),
      title: typeof title === 'string' ? title : '',
      notAfter: typeof until === 'number' ? (until as Instant) : undefined,
      relayOrigin: '',
      relay: undefined,
    },
    signed: hexBytes(signed),
    signature: hexBytes(signature),
  };
}

function readSeen(head: Json | undefined): SeenHead | undefined {
  const [inc, relaySeq, relayChain] = ['inc', 'relaySeq', 'relayChain'].map((name) =>
    memberOf(head, name),
  );
  return typeof relaySeq === 'number' ? ({ inc, relaySeq, relayChain } as SeenHead) : undefined;
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, Json>)[name] : undefined;
}
