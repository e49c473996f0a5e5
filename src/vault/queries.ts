import { assertNever } from '#base/assert.ts';
import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { DAY_MS } from '#base/time.ts';
import { isNoneStanding } from '#record/window.ts';
import type { Entry } from '#record/entry.ts';
import type {
  Query,
  QueryAnswer,
  RecordColour,
  RecordSummary,
  WindowView,
  WorkProgress,
} from './api.ts';
import type { Topic } from './bell.ts';
import { channelState, channelsOf } from './channel-entry.ts';
import { heldElsewhere } from './copies.ts';
import { recordsOf } from './entries.ts';
import { depositProof } from './deposit-proof.ts';
import { readReceipts } from './deposit-receipts.ts';
import type { VaultError } from './errors.ts';
import { kitState } from './kit.ts';
import { recentEntries, sectionList } from './lists.ts';
import { ownIdentity, professionalOf } from './professional.ts';
import { entrySafety, safetyOf } from './safety.ts';
import type { VaultSession } from './session.ts';
import { isShown, shownEntry } from './shown-entry.ts';
import { readSlots } from './slots.ts';
import { isStanding } from './view-pages.ts';
import { holderNameOf, projectRecord, wholeRecord } from './window-content.ts';

type Answer<Q extends Query> = Promise<Result<QueryAnswer<Q>, VaultError>>;

/** Answers a query from the sealed views: no doc is loaded, nothing is changed. */
export async function answerQuery<Q extends Query>(session: VaultSession, query: Q): Answer<Q> {
  return (await answer(session, query)) as Result<QueryAnswer<Q>, VaultError>;
}

function answer(session: VaultSession, query: Query): Promise<Result<unknown, VaultError>> {
  const { vault } = session;
  switch (query.type) {
    case 'records':
      return records(session);
    case 'entries':
      return sectionEntries(session, query.record, query.section);
    case 'list':
      return sectionList(vault, query);
    case 'entry':
      return entryState(session, query);
    case 'recent':
      return recentEntries(vault, query.record, query.limit);
    case 'safety':
      return safety(session, query.record);
    case 'channels':
      return channels(session, query.record);
    case 'reads':
      return session.reads.account(query.record, query.channel);
    case 'bin':
      return bin(session, query.record);
    case 'kit':
      return kitState(vault);
    case 'devices':
      return session.devices.list();
    case 'removal':
      return session.deviceWork.removal.state();
    case 'removalRisks':
      return session.deviceWork.risks(session.correspondences.summaries());
    case 'standing':
      return Promise.resolve(ok(session.deviceWork.standing()));
    case 'draft':
      return Promise.resolve(ok(vault.notes.get('draft', query.key)?.json));
    case 'preview':
      return preview(session, query);
    case 'pairing':
      return Promise.resolve(ok(session.shown.state(query.pairing)));
    case 'professional':
      return professionalOf(vault).then((own) => (own.ok ? ok(own.value?.professional) : own));
    case 'ownIdentity':
      return ownIdentity(vault, session.attesters.known);
    case 'patients':
      return Promise.resolve(ok(session.correspondences.summaries()));
    case 'patient':
      return Promise.resolve(session.correspondences.patient(query.channel));
    case 'deposits':
      return session.deposits.state(query.record);
    case 'proof':
      return depositProof(session, query.record, query.entry);
    case 'receipts':
      return readReceipts(vault, query.record);
    case 'given':
      return Promise.resolve(session.correspondences.given(query.channel));
    case 'progress':
      return Promise.resolve(ok(progress(session)));
    default:
      return assertNever(query);
  }
}

/** The topics after which a query's answer may differ. */
export function topicsOf(query: Query): (topic: Topic) => boolean {
  switch (query.type) {
    case 'records':
      return (topic) =>
        topic === 'records' || topic.endsWith('/identity') || topic.endsWith('/records');
    case 'entries':
    case 'list':
      return (topic) => topic === `entries/${query.record}/${query.section}`;
    case 'entry':
      return (topic) => topic.startsWith(`entries/${query.record}/`) || topic === 'sync';
    case 'kit':
      return (topic) => topic === 'kit' || topic.endsWith('/kit');
    case 'devices':
    case 'removal':
    case 'removalRisks':
    case 'standing':
      return (topic) => topic === 'devices' || topic === 'sync' || topic.endsWith('/devices');
    case 'draft':
      return (topic) => topic === 'drafts';
    case 'preview':
      return (topic) => topic.startsWith(`entries/${query.record}/`) || topic === 'day';
    case 'bin':
    case 'recent':
      return (topic) => topic.startsWith(`entries/${query.record}/`);
    case 'safety':
      return (topic) => topic === 'sync' || topic === 'status';
    case 'channels':
      return (topic) => topic === 'channels' || topic.endsWith('/channels');
    case 'reads':
      return (topic) => topic === 'reads' || topic === 'channels';
    case 'deposits':
    case 'proof':
      return (topic) =>
        topic === 'deposits' ||
        ['channels', 'deposits', 'documents'].some(
          (section) => topic === `entries/${query.record}/${section}`,
        );
    case 'receipts':
      return (topic) => topic === `entries/${query.record}/journal`;
    case 'pairing':
      return (topic) => topic === 'pairing';
    case 'professional':
    case 'ownIdentity':
      return (topic) => topic === 'professional' || topic.endsWith('/professional');
    case 'patients':
    case 'patient':
    case 'given':
      return (topic) => topic === 'patients';
    case 'progress':
      return (topic) => topic === 'progress';
  }
}

async function records({ vault }: VaultSession): Answer<{ type: 'records' }> {
  const known = await recordsOf(vault);
  if (!known.ok) return known;
  const summaries: RecordSummary[] = [];
  for (const { record, colour } of known.value) {
    const identity = await vault.views.section(record, 'identity');
    if (!identity.ok) return identity;
    const name = holderNameOf(identity.value.entries.filter(isStanding));
    summaries.push({ record, name, colour: colour as RecordColour });
  }
  return ok(summaries);
}

async function sectionEntries(
  { vault }: VaultSession,
  record: LogId,
  section: string,
): Answer<Extract<Query, { type: 'entries' }>> {
  if (!isShown(section)) return err({ type: 'UnknownEntry' });
  const held = await vault.views.section(record, section);
  if (!held.ok) return held;
  const { entries, none } = held.value;
  const standing = none && isNoneStanding(none, entries) ? none : undefined;
  return ok({ entries: entries.filter(isStanding).map(shownEntry), none: standing });
}

async function entryState(
  { vault, sync }: VaultSession,
  { record, entry: id }: Extract<Query, { type: 'entry' }>,
): Answer<Extract<Query, { type: 'entry' }>> {
  const row = await vault.views.find(record, id);
  if (!row.ok) return row;
  const entry = row.value?.entry;
  if (entry === undefined || !isShown(entry.section)) return ok(undefined);
  return ok({ entry: shownEntry(entry), safety: entrySafety(vault, sync, record, entry) });
}

async function bin(
  { vault }: VaultSession,
  record: LogId,
): Answer<Extract<Query, { type: 'bin' }>> {
  const whole = await wholeRecord(vault, record);
  if (!whole.ok) return whole;
  const thrown = whole.value.entries.filter((entry) => !isStanding(entry));
  const since = (entry: Entry): number => entry.meta.deletedAt ?? 0;
  return ok(thrown.sort((a, b) => since(b) - since(a)));
}

/** A copy of this device is spoken of for a week. */
const COPY_SAID_MS = 7 * DAY_MS;

async function safety(
  session: VaultSession,
  record: LogId,
): Answer<Extract<Query, { type: 'safety' }>> {
  const { vault, sync } = session;
  const slots = await readSlots(vault.deps.store);
  const aside = await vault.deps.store.range('setAside', { from: '', to: '\uffff' });
  if (!aside.ok) return aside;
  const keys = aside.value.map(({ key }) => key);
  const elsewhere = await heldElsewhere(vault);
  if (!elsewhere.ok) return elsewhere;
  return ok(
    safetyOf(vault, sync, record, {
      elsewhere: elsewhere.value,
      isProtected: slots.ok && (slots.value?.kinds.length ?? 0) > 0,
      noRoom: session.noRoom,
      isUnavailable: sync.hasUnavailable,
      needsUpdate: keys.some((key) => key.includes('/newer/')),
      setAside: keys.some((key) => !key.includes('/newer/')),
      isIncomplete: session.incomplete.has(record) || session.incomplete.has(vault.keyring),
      snapshotLacked: session.snapshotLacked,
      isClockOff: session.relayClock.isFarOff,
      isCopied: (vault.notes.get('copied')?.at ?? 0) > vault.deps.clock.now() - COPY_SAID_MS,
    }),
  );
}

async function channels(
  { vault }: VaultSession,
  record: LogId,
): Answer<Extract<Query, { type: 'channels' }>> {
  const known = await channelsOf(vault, record);
  if (!known.ok) return known;
  return ok(known.value.map((channel) => channelState(vault, channel)));
}

/** Exactly what would be published: the same projection, under the entries' own ids. */
async function preview(
  { vault }: VaultSession,
  { record, filter }: Extract<Query, { type: 'preview' }>,
): Answer<Extract<Query, { type: 'preview' }>> {
  if (vault.logs.get(record)?.row.sort !== 'record') return err({ type: 'UnknownEntry' });
  const projected = await projectRecord(vault, record, filter, (id) => id);
  if (!projected.ok) return projected;
  const { entries, nones } = projected.value;
  const about = { holder: holderNameOf(entries), preset: filter.preset, until: undefined };
  return ok({ about, entries: entries.map(shownEntry), nones } satisfies WindowView);
}

function progress({ sealing, uploads }: VaultSession): WorkProgress[] {
  const { sending } = uploads;
  const work = Array.from(sealing.values(), (each) => each.progress);
  if (!sending) return work;
  const { blob, entry, doneBytes, totalBytes } = sending;
  return [...work, { id: blob, work: 'sending', entry, doneBytes, totalBytes }];
}
