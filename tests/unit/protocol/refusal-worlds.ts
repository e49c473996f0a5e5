import { idFromBytes, type BlobId, type OpHash } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import { createActor, LogBuilder, memberOf, seededRandom } from './log-builder.ts';

export const blob: BlobId = idFromBytes('BlobId', new Uint8Array(32).fill(5));
export const otherHash: OpHash = idFromBytes('OpHash', new Uint8Array(32).fill(6));
/** When the time of `writer` is over. */
export const end = instant(1_000_000);

/** A record kept by `admin` (r w a) and `writer` (r w, until `end`). */
export async function record() {
  const random = seededRandom('record');
  const [admin, writer, stranger] = [createActor(random), createActor(random), createActor(random)];
  const members = [memberOf(admin, 'rwa'), memberOf(writer, 'rw', { notAfter: end })];
  const log = await LogBuilder.create('record', members, random);
  return { log, admin, writer, stranger, random };
}

/** A channel between `side` (r a) and `guest` (r d). */
export async function channel() {
  const random = seededRandom('channel');
  const [side, guest, other] = [createActor(random), createActor(random), createActor(random)];
  const members = [memberOf(side, 'ra'), memberOf(guest, 'rd'), memberOf(other, 'rd')];
  const log = await LogBuilder.create('channel', members, random);
  return { log, side, guest, other, random };
}
