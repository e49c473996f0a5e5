import { beforeAll, describe, expect, it } from 'vitest';
import { idFromBytes } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import { createMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { createBundle, fingerprintOf, type Bundle } from '#protocol/bundle.ts';
import {
  checkGrant,
  openGrant,
  sealGrant,
  type Grant,
  type UncheckedGrant,
} from '#protocol/grant.ts';
import { createPairingCode } from '#protocol/pairing.ts';
import { signHead } from '#protocol/relay-chain.ts';
import type { Op } from '#protocol/op.ts';
import { createActor, LogBuilder, memberOf, seededRandom, type Actor } from './log-builder.ts';

const random = seededRandom('grant');
const deps = { random };
const end = instant(1_900_000_000_000);
let practitioner: MemberKeys;
let bundle: Bundle;
let guest: Actor;
let log: LogBuilder;
let grant: Grant;

beforeAll(async () => {
  await cryptoReady();
  practitioner = createMemberKeys(random);
  const claim = { rootPublicKey: undefined, version: 1, displayName: '{}', attestations: [] };
  bundle = createBundle(practitioner, claim);
  guest = createActor(random);
  const members = [memberOf(createActor(random), 'ra'), memberOf(guest, 'rd', { notAfter: end })];
  log = await LogBuilder.create('channel', members, random);
  grant = {
    logId: log.genesis.logId,
    logKey: log.logKey,
    memberKeys: guest.keys,
    title: 'Médecin traitant',
    notAfter: end,
    relayOrigin: 'https://carnet.example',
    relay: undefined,
  };
});

const ownerSecret = () => log.owner.keys.signing.secretKey;
const seal = (code: Uint8Array<ArrayBuffer>, each: Grant, secret = ownerSecret()) =>
  sealGrant(deps, code, bundle, each, secret);

async function opened(each: Grant, secret = ownerSecret()): Promise<UncheckedGrant> {
  const code = createPairingCode(deps);
  const answer = await seal(code, each, secret);
  const result = await openGrant(code, fingerprintOf(bundle), practitioner.kemSeed, answer);
  if (!result.ok) throw new Error('not opened');
  return result.value;
}

describe('a grant', () => {
  it('comes back as it was sealed', async () => {
    expect((await opened(grant)).grant).toEqual(grant);
    const relay = signingKeyPairFromSeed(random.bytes(32));
    const head = signHead(relay.secretKey, grant.logId, {
      inc: idFromBytes('Incarnation', random.bytes(8)),
      relaySeq: 3,
      chain: idFromBytes('OpHash', random.bytes(32)),
    });
    const atRelay = { ...grant, notAfter: undefined, relay: { publicKey: relay.publicKey, head } };
    expect((await opened(atRelay)).grant).toEqual(atRelay);
  });

  it('opens for the bearer of the bundle alone, in its pairing alone', async () => {
    const code = createPairingCode(deps);
    const answer = await seal(code, grant);
    const fingerprint = fingerprintOf(bundle);
    const { kemSeed } = practitioner;
    const refused = { ok: false, error: 'NotAuthentic' };
    expect(await openGrant(code, fingerprint, random.bytes(32), answer)).toEqual(refused);
    expect(await openGrant(code, random.bytes(32), kemSeed, answer)).toEqual(refused);
    expect(await openGrant(createPairingCode(deps), fingerprint, kemSeed, answer)).toEqual(refused);
    const altered = answer.with(-1, (answer.at(-1) ?? 0) ^ 1);
    expect(await openGrant(code, fingerprint, kemSeed, altered)).toEqual(refused);
  });

  it('fits in a slot of a mailbox', async () => {
    const answer = await seal(createPairingCode(deps), { ...grant, title: 'x'.repeat(256) });
    expect(answer.length).toBeLessThanOrEqual(16_384);
  });
});

describe('the check of a grant', () => {
  const refused = { ok: false, error: 'NotAuthentic' };

  it('leads to the start of the channel', async () => {
    expect(checkGrant(await opened(grant), log.genesis)).toEqual({ ok: true, value: log.state });
  });

  it('refuses another key, log, member or end than the genesis names', async () => {
    const answer = async (more: Partial<Grant>, genesis: Op = log.genesis) =>
      checkGrant(await opened({ ...grant, ...more }), genesis);
    expect(await answer({ logKey: random.bytes(32) })).toEqual(refused);
    expect(await answer({ logId: idFromBytes('LogId', random.bytes(32)) })).toEqual(refused);
    expect(await answer({ memberKeys: createMemberKeys(random) })).toEqual(refused);
    expect(await answer({ notAfter: undefined })).toEqual(refused);
    const half = { ...guest.keys, kemSeed: random.bytes(32) };
    expect(await answer({ memberKeys: half })).toEqual(refused);
    const other = await LogBuilder.create(
      'channel',
      [memberOf(guest, 'rd', { notAfter: end })],
      random,
    );
    expect(await answer({}, other.genesis)).toEqual(refused);
  });

  it('refuses a grant that the owner of the channel did not sign, or signed for another pairing', async () => {
    const side = createMemberKeys(random).signing.secretKey;
    expect(checkGrant(await opened(grant, side), log.genesis)).toEqual(refused);
    const [one, two] = [await opened(grant), await opened(grant)];
    expect(checkGrant({ ...one, signature: two.signature }, log.genesis)).toEqual(refused);
  });

  it('refuses a log that is no channel, and a member who may not deposit', async () => {
    const asAdmin = await LogBuilder.create(
      'channel',
      [memberOf(guest, 'ra', { notAfter: end })],
      random,
    );
    const record = await LogBuilder.create(
      'record',
      [memberOf(guest, 'rwa', { notAfter: end })],
      random,
    );
    for (const { genesis, logKey, owner } of [asAdmin, record]) {
      const each = { ...grant, logId: genesis.logId, logKey };
      const unchecked = await opened(each, owner.keys.signing.secretKey);
      expect(checkGrant(unchecked, genesis)).toEqual(refused);
    }
  });
});
