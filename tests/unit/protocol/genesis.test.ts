import { beforeAll, describe, expect, it } from 'vitest';
import { authorIdOf, createMemberKeys } from '#crypto/keys.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { decodeAccessNotes } from '#protocol/access-codec.ts';
import { accessChange, commitsTo, NO_RELAY_SEEN, unwrapEpoch } from '#protocol/genesis.ts';
import { openOp } from '#protocol/op-codec.ts';
import { createActor, LogBuilder, memberOf, seededRandom } from './log-builder.ts';

beforeAll(cryptoReady);

const random = seededRandom('genesis');

describe('a new log', () => {
  it('gives its key to each member, and in a keyring to its owner', async () => {
    const device = createActor(random);
    const log = await LogBuilder.create('keyring', [memberOf(device, 'rwa')], random);
    for (const { author, keys } of [device, log.owner]) {
      const unwrapped = await unwrapEpoch(log.genesis, author, keys.kemSeed);
      expect(unwrapped).toEqual({ ok: true, value: log.logKey });
    }
  });

  it('gives it to nobody else', async () => {
    const [side, other] = [createActor(random), createActor(random)];
    const log = await LogBuilder.create('channel', [memberOf(side, 'ra')], random);
    const { genesis, owner } = log;
    const answer = (author = side.author, seed = side.keys.kemSeed) =>
      unwrapEpoch(genesis, author, seed);
    expect(await answer(side.author, other.keys.kemSeed)).toEqual({
      ok: false,
      error: 'NotAuthentic',
    });
    expect(await answer(other.author, other.keys.kemSeed)).toEqual({ ok: false, error: 'NoWrap' });
    expect(await answer(owner.author, owner.keys.kemSeed)).toEqual({ ok: false, error: 'NoWrap' });
    expect(await unwrapEpoch(log.write(side, 'window'), side.author, side.keys.kemSeed)).toEqual({
      ok: false,
      error: 'NoWrap',
    });
  });

  it('seals who its members are', async () => {
    const device = createActor(random);
    const fingerprint = random.bytes(32);
    const log = await LogBuilder.create(
      'record',
      [memberOf(device, 'rwa', { fingerprint })],
      random,
    );
    const opened = openOp(log.genesis, log.logKey);
    const notes = opened.ok ? decodeAccessNotes(opened.value.payload) : opened;
    expect(notes).toEqual({
      ok: true,
      value: {
        reason: '',
        members: [
          {
            author: device.author,
            name: 'rwa',
            kemPublicKey: device.keys.kemPublicKey,
            fingerprint,
          },
        ],
      },
    });
  });

  it('commits to its key', async () => {
    const side = createActor(random);
    const log = await LogBuilder.create('channel', [memberOf(side, 'ra')], random);
    expect(commitsTo(log.genesis, log.logKey)).toBe(true);
    expect(commitsTo(log.genesis, random.bytes(32))).toBe(false);
    expect(commitsTo(log.write(side, 'window'), log.logKey)).toBe(false);
  });
});

describe('a change of access', () => {
  async function record() {
    const [admin, writer] = [createActor(random), createActor(random)];
    const members = [memberOf(admin, 'rwa'), memberOf(writer, 'rw')];
    return { log: await LogBuilder.create('record', members, random), admin, writer };
  }

  it('adds a member without a new key', async () => {
    const { log, admin } = await record();
    const before = log.logKey;
    const op = await log.change(admin, { add: [memberOf(createActor(random), 'r')] });
    expect(op.epoch).toBe(1);
    expect(log.logKey).toEqual(before);
  });

  it('draws a new key that who is removed cannot have', async () => {
    const { log, admin, writer } = await record();
    const before = log.logKey;
    const op = await log.change(admin, { remove: [writer.author], reason: 'lost laptop' });
    expect(log.logKey).not.toEqual(before);
    expect(await unwrapEpoch(op, admin.author, admin.keys.kemSeed)).toEqual({
      ok: true,
      value: log.logKey,
    });
    expect(await unwrapEpoch(op, writer.author, writer.keys.kemSeed)).toEqual({
      ok: false,
      error: 'NoWrap',
    });
    expect(openOp(op, before)).toEqual({ ok: false, error: 'NotAuthentic' });
  });

  it('is not made with an X-Wing key that is unknown, unusable, or not the one the log names', async () => {
    const { log, admin, writer } = await record();
    const answerWith = async (key: typeof admin.keys.kemPublicKey | undefined) => {
      const kemPublicKeys = new Map(log.kemPublicKeys);
      if (key) kemPublicKeys.set(writer.author, key);
      else kemPublicKeys.delete(writer.author);
      const { logKey } = log;
      const { signing } = admin.keys;
      const plan = { signing, writer: admin.writer, seen: NO_RELAY_SEEN, logKey, kemPublicKeys };
      return accessChange(log, log.state, { ...plan, turn: true });
    };
    const unknown = { ok: false, error: { type: 'UnknownKey', author: writer.author } };
    expect(await answerWith(undefined)).toEqual(unknown);
    expect(await answerWith(new Uint8Array(1216))).toEqual(unknown);
    expect(await answerWith(createMemberKeys(random).kemPublicKey)).toEqual(unknown);
    expect((await answerWith(writer.keys.kemPublicKey)).ok).toBe(true);
  });

  it('is refused with the reason that the rules would give', async () => {
    const { log, admin } = await record();
    const { signing } = admin.keys;
    const { logKey, kemPublicKeys } = log;
    const plan = { signing, writer: admin.writer, seen: NO_RELAY_SEEN, logKey, kemPublicKeys };
    const remove = [authorIdOf(createMemberKeys(random).signing.publicKey)];
    const refused = await accessChange(log, log.state, { ...plan, remove });
    expect(refused).toEqual({ ok: false, error: 'FORBIDDEN' });
  });
});
