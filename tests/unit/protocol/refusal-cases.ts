import { mustGet } from '#base/assert.ts';
import { idFromBytes, type OpHash } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import type { AccessChange } from '#protocol/access.ts';
import { decodeAccessChange, encodeAccessChange } from '#protocol/access-codec.ts';
import { limits } from '#protocol/limits.ts';
import type { Op } from '#protocol/op.ts';
import { encodeBlobChange, encodeWindowChange } from '#protocol/payload-codec.ts';
import { createActor, memberOf, newWriter, type Actor, type LogBuilder } from './log-builder.ts';
import { blob, channel, end, otherHash, record } from './refusal-worlds.ts';
import { snapshotRefusalCases } from './snapshot-refusal-cases.ts';

const window = (prevWindow: OpHash) => encodeWindowChange({ prevWindow, full: undefined });

/** The public part of an access op, altered after it was made by the book. */
async function altered(
  log: LogBuilder,
  actor: Actor,
  plan: Parameters<LogBuilder['change']>[1],
  alter: (change: AccessChange) => AccessChange,
): Promise<Op> {
  const { op } = await log.planned(actor, plan);
  const change = decodeAccessChange(op.publicPart);
  const publicPart = encodeAccessChange(
    alter(mustGet(change.ok ? change.value : undefined, 'one')),
  );
  return log.write(actor, 'access', publicPart, { epoch: op.epoch });
}

const bare = (log: LogBuilder, more: Partial<AccessChange>): Uint8Array =>
  encodeAccessChange({
    prevAccess: log.state.accessHead,
    genesis: undefined,
    voidAfter: undefined,
    added: [],
    removed: [],
    turn: undefined,
    ...more,
  });

const added = (actor: Actor, letters: string): AccessChange['added'][number] => {
  const { rights, signingPublicKey } = memberOf(actor, letters);
  const kemPublicKeyHash = new Uint8Array(32);
  return {
    rights,
    signingPublicKey,
    kemPublicKeyHash,
    notAfter: undefined,
    quota: undefined,
    replaces: undefined,
  };
};

const access = async (more: (w: Awaited<ReturnType<typeof record>>) => Partial<AccessChange>) => {
  const world = await record();
  return world.log.answerTo(world.log.write(world.admin, 'access', bare(world.log, more(world))));
};

/** One situation for each row of the table of answers: what `checkOp` says there. */
export const refusalCases: Readonly<Record<string, () => Promise<string>>> = {
  async 'larger than its kind may be'() {
    const { log, admin } = await record();
    const op = log.write(admin, 'update');
    return log.answerTo({ ...op, bytes: new Uint8Array(limits.opBytes + 1) });
  },
  async 'names another log'() {
    const { log, admin } = await record();
    const logId = idFromBytes('LogId', new Uint8Array(32));
    return log.answerTo(log.write(admin, 'update', undefined, { logId }));
  },
  async 'the log is erased'() {
    const { log, side, guest } = await channel();
    log.take(log.write(side, 'erase'));
    return log.answerTo(log.write(guest, 'deposit'));
  },
  async 'author never a member'() {
    const { log, stranger } = await record();
    return log.answerTo(log.write(stranger, 'update'));
  },
  async 'author removed'() {
    const { log, admin, writer } = await record();
    await log.change(admin, { remove: [writer.author] });
    return log.answerTo(log.write(writer, 'update'));
  },
  async 'author replaced'() {
    const { log, admin, writer, stranger } = await record();
    await log.change(admin, { add: [memberOf(stranger, 'rw', { replaces: writer.author })] });
    return log.answerTo(log.write(writer, 'update'));
  },
  async 'author made void'() {
    const { log, admin, stranger } = await record();
    await log.change(admin, { add: [memberOf(stranger, 'rwa')] });
    await log.change(log.owner, { voidAfter: log.genesis.hash });
    return log.answerTo(log.write(stranger, 'update'));
  },
  async 'author past its end'() {
    const { log, writer } = await record();
    return log.answerTo(log.write(writer, 'update'), { now: instant(end + 1) });
  },
  async 'a right is missing'() {
    const { log, writer } = await record();
    return log.answerTo((await log.planned(writer, {})).op);
  },
  async 'a kind not taken yet'() {
    const { log, admin } = await record();
    return log.answerTo(log.write(admin, 'erase'));
  },
  async 'the same op again'() {
    const { log, writer } = await record();
    return log.answerTo(log.take(log.write(writer, 'update')));
  },
  async 'an earlier op again'() {
    const { log, writer } = await record();
    const op = log.take(log.write(writer, 'update'));
    log.take(log.write(writer, 'update'));
    return log.answerTo(op, { heldInSlot: op.hash });
  },
  async 'signature altered'() {
    const { log, side } = await channel();
    const op = log.write(side, 'window', window(log.state.windowHead));
    return log.answerTo({ ...op, signature: op.signature.with(0, (op.signature[0] ?? 0) ^ 1) });
  },
  async 'another op in a slot that is held'() {
    const { log, writer } = await record();
    const op = log.write(writer, 'update');
    log.take(log.write(writer, 'update'));
    return log.answerTo(op);
  },
  async 'another op in an earlier slot'() {
    const { log, writer } = await record();
    const op = log.write(writer, 'update');
    const taken = log.take(log.write(writer, 'update'));
    log.take(log.write(writer, 'update'));
    return log.answerTo(op, { heldInSlot: taken.hash });
  },
  async 'an epoch that is past'() {
    const { log, admin, writer } = await record();
    const op = log.write(writer, 'update');
    await log.change(admin, { turn: true });
    return log.answerTo(op);
  },
  async 'an epoch not made yet'() {
    const { log, writer } = await record();
    return log.answerTo(log.write(writer, 'update', undefined, { epoch: 2 }));
  },
  async 'a turn that skips an epoch'() {
    const { log, admin } = await record();
    const { op } = await log.planned(admin, { turn: true });
    return log.answerTo(log.write(admin, 'access', op.publicPart, { epoch: 3 }));
  },
  async 'a seq too far'() {
    const { log, writer } = await record();
    return log.answerTo(log.write(writer, 'update', undefined, { seq: 2, prevHash: otherHash }));
  },
  async 'another previous hash'() {
    const { log, writer } = await record();
    log.take(log.write(writer, 'update'));
    return log.answerTo(log.write(writer, 'update', undefined, { prevHash: otherHash }));
  },
  async 'a 65th writer since the last snapshot'() {
    const { log, admin, writer, random } = await record();
    log.take(log.write({ ...writer, writer: newWriter(random) }, 'update'));
    log.take(log.write(admin, 'snapshot', log.snapshotNow()));
    for (let i = 0; i < limits.writersPerMember; i++) {
      log.take(log.write({ ...writer, writer: newWriter(random) }, 'update'));
    }
    return log.answerTo(log.write({ ...writer, writer: newWriter(random) }, 'update'));
  },
  async 'a public part that does not decode'() {
    const { log, admin } = await record();
    return log.answerTo(log.write(admin, 'access', new Uint8Array(10)));
  },
  async 'a public part where none stands'() {
    const { log, writer } = await record();
    return log.answerTo(log.write(writer, 'update', new Uint8Array(1)));
  },
  async 'a second genesis'() {
    const { log } = await record();
    return log.answerTo(log.write(log.owner, 'access', log.genesis.publicPart, { epoch: 2 }));
  },
  'access that follows another access op': () => access(() => ({ prevAccess: otherHash })),
  'void by a member': () => access(({ log }) => ({ voidAfter: log.genesis.hash })),
  async 'void that names no access op that stands'() {
    const { log } = await record();
    return log.answerTo(log.write(log.owner, 'access', bare(log, { voidAfter: otherHash })));
  },
  'removal of who does not stand': () => access(({ stranger }) => ({ removed: [stranger.author] })),
  'replacement of who does not stand': () =>
    access(({ log, stranger }) => ({
      added: [{ ...added(stranger, 'rw'), replaces: log.owner.author }],
    })),
  async 'a key that comes back'() {
    const { log, admin, writer } = await record();
    await log.change(admin, { remove: [writer.author] });
    return log.answerTo(log.write(admin, 'access', bare(log, { added: [added(writer, 'rw')] })));
  },
  'the same key added twice': () =>
    access(({ stranger }) => ({ added: [added(stranger, 'rw'), added(stranger, 'r')] })),
  'the owner as a member': () => access(({ log }) => ({ added: [added(log.owner, 'rwa')] })),
  'rights that the sort does not know': () =>
    access(({ stranger }) => ({ added: [added(stranger, 'rd')] })),
  'a 33rd member': () =>
    access(({ random }) => ({
      added: Array.from({ length: 31 }, () => added(createActor(random), 'r')),
    })),
  'removal without a turn': () => access(({ writer }) => ({ removed: [writer.author] })),
  async 'a wrap missing'() {
    const { log, admin, writer } = await record();
    return log.answerTo(
      await altered(log, admin, { remove: [writer.author] }, (change) => ({
        ...change,
        turn: change.turn && { ...change.turn, wraps: change.turn.wraps.slice(1) },
      })),
    );
  },
  async 'a wrap too many'() {
    const { log, admin, writer } = await record();
    return log.answerTo(
      await altered(log, admin, { turn: true }, (change) => ({
        ...change,
        removed: [writer.author],
      })),
    );
  },
  async 'a wrap for another author'() {
    const { log, admin, stranger } = await record();
    return log.answerTo(
      await altered(log, admin, { turn: true }, (change) => {
        const [first, ...rest] = change.turn?.wraps ?? [];
        const wraps = first && [{ ...first, author: stranger.author }, ...rest];
        return { ...change, turn: change.turn && { ...change.turn, wraps: wraps ?? [] } };
      }),
    );
  },
  async 'window that follows another window'() {
    const { log, side } = await channel();
    return log.answerTo(log.write(side, 'window', window(otherHash)));
  },
  async 'attach of a blob that is not whole'() {
    const { log, side } = await channel();
    const op = log.write(side, 'attach', encodeBlobChange({ blobs: [blob] }));
    return log.answerTo(op, { canAttach: () => false });
  },
  async 'detach of what another attached, without admin'() {
    const { log, guest, other } = await channel();
    const blobs = encodeBlobChange({ blobs: [blob] });
    log.take(log.write(guest, 'attach', blobs));
    return log.answerTo(log.write(other, 'detach', blobs));
  },
  ...snapshotRefusalCases,
};
