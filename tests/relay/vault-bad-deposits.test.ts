import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat, utf8, type Bytes } from '#base/bytes.ts';
import { instant } from '#base/time.ts';
import { createMemberKeys } from '#crypto/keys.ts';
import { systemRandom } from '#crypto/random.ts';
import { applyOp, startLog } from '#protocol/log-rules.ts';
import { encodeDepositPayload, encodeWindowChange } from '#protocol/payload-codec.ts';
import { signStatement, type StatementContent } from '#protocol/statement.ts';
import { sealInOrder, type OpParts } from '#vault/correspondent-place.ts';
import { fingerprintOf } from '#protocol/bundle.ts';
import { START } from '#protocol/relay-cursor.ts';
import { ZERO_HASH, type LogId, type WriterId } from '#base/ids.ts';
import { professionalOf } from '#vault/professional.ts';
import type { OpenVault } from '#vault/open-vault.ts';
import { Watched, must } from './devices.ts';
import {
  depositNote,
  endCare,
  inCare,
  untilWaiting,
  waitingAs,
  type Care,
} from './deposit-people.ts';
import { MemoryRelay } from './memory-relay.ts';
import { namesIn } from './people.ts';
import { opsIn } from './relay-dump.ts';
import { TestClient } from './test-client.ts';
import { openDisk, readerKeysOf } from './vault-keys.ts';

const EMPTY = new Uint8Array();

/** A correspondent who writes ops by hand, with the keys of their own device. */
class Hand {
  readonly #relay: MemoryRelay;
  readonly #care: Care;

  constructor(relay: MemoryRelay, care: Care) {
    this.#relay = relay;
    this.#care = care;
  }

  /** @returns the relay's refusal; undefined when it took the op */
  async append(parts: OpParts): Promise<string | undefined> {
    const { doctor, channel } = this.#care;
    const { member, logKey } = await readerKeysOf(doctor.disk, channel);
    const [genesis, ...rest] = opsIn(this.#relay, channel);
    const log = genesis && startLog(genesis);
    if (log?.ok !== true) throw new Error('the channel begins');
    for (const op of rest) applyOp(log.value, op);
    const place = { log: log.value, member, logKey, seen: START };
    const writer = Buffer.from(systemRandom.bytes(8)).toString('hex') as WriterId;
    const [op] = sealInOrder(systemRandom, place, writer, [parts]);
    if (!op) throw new Error('one op');
    const client = await TestClient.connect(this.#relay.url);
    await client.prove(channel, member.signing);
    await client.next('proven');
    client.send({ type: 'append', op: op.bytes });
    return Promise.race([
      client.next('ack').then(() => undefined),
      client.next('refused').then(({ reason }) => reason),
    ]);
  }

  deposit(statement: Bytes): Promise<string | undefined> {
    const payload = encodeDepositPayload({ statement });
    return this.append({ kind: 'deposit', publicPart: EMPTY, payload });
  }

  /** Signed with the practitioner's own identity, whatever it says. */
  async sign(content: Partial<StatementContent>): Promise<Bytes> {
    const { doctor, channel } = this.#care;
    const parts = await openDisk(doctor.disk);
    const keyring = must(await parts.rows.getJson<LogId>('logs', 'keyring'));
    const own = must(await professionalOf({ ...parts, keyring } as OpenVault));
    if (!own) throw new Error('a practitioner');
    const said = {
      logId: channel,
      kind: 'note',
      createdAt: instant(1_800_000_000_000),
      fingerprint: fingerprintOf(own.bundle),
      body: JSON.stringify({ title: 'Note', text: 'Texte' }),
      ...content,
    };
    return signStatement(said, own.keys.signing.secretKey).bytes;
  }
}

describe('a correspondent who means harm', () => {
  let relay: MemoryRelay;
  let care: Care;
  let hand: Hand;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
    care = await inCare(relay.url);
    hand = new Hand(relay, care);
  });
  afterAll(async () => {
    await endCare(care);
    await relay.stop();
  });

  async function setAside(fault: string): Promise<void> {
    const { vault, record } = care.holder;
    const deposits = await Watched.on(vault, { type: 'deposits', record });
    const answer = await deposits.until(({ aside }) => aside.at(-1)?.fault === fault);
    expect(answer.waiting).toEqual([]);
    expect(await namesIn(care.holder, 'documents', 'title')).toEqual([]);
  }

  test('has bytes that are no statement set aside', async () => {
    await hand.deposit(concat(Uint8Array.of(0, 0, 0, 1), utf8('<script>alert(1)</script>')));
    await setAside('malformed');
  });

  test('has a statement whose words do not fit set aside', async () => {
    const body = JSON.stringify({ title: 'a\nb', text: '' });
    await hand.deposit(await hand.sign({ body }));
    await setAside('malformed');
  });

  test('has what is not signed by the identity that was met set aside', async () => {
    const signed = await hand.sign({});
    await hand.deposit(signed.with(-1, (signed.at(-1) ?? 0) ^ 1));
    await setAside('notAuthentic');
    const stranger = createMemberKeys(systemRandom).signing.secretKey;
    const content = { logId: care.channel, kind: 'note', createdAt: instant(1), body: '{}' };
    const forged = signStatement({ ...content, fingerprint: new Uint8Array(32) }, stranger);
    await hand.deposit(forged.bytes);
    await setAside('notAuthentic');
  });

  test('has what was signed for another channel set aside', async () => {
    await hand.deposit(await hand.sign({ logId: 'a'.repeat(64) as LogId }));
    await setAside('otherChannel');
  });

  test('has what a later version would know kept, and not shown', async () => {
    await hand.deposit(await hand.sign({ kind: 'proposed-appointment', body: '{}' }));
    await setAside('newer');
  });

  test('publishes no window', async () => {
    const publicPart = encodeWindowChange({ prevWindow: ZERO_HASH, full: undefined });
    const refused = await hand.append({ kind: 'window', publicPart, payload: EMPTY });
    expect(refused).toBe('FORBIDDEN');
  });

  test('names a file that is not there: it is said, and enters nothing', async () => {
    const file = {
      blob: 'b'.repeat(64),
      key: 'c'.repeat(64),
      sizeBytes: 10,
      mediaType: 'application/pdf',
      name: 'x.pdf',
    };
    const body = JSON.stringify({ title: 'Fantôme', category: 'reports', file });
    await hand.deposit(await hand.sign({ kind: 'document', body }));
    const { deposit } = await waitingAs(care, 'Fantôme');
    const { vault, record } = care.holder;
    const accepted = await vault.run({ type: 'acceptDeposit', record, deposit });
    expect(accepted).toMatchObject({ error: { type: 'FileNotHere' } });
    const deposits = await Watched.on(vault, { type: 'deposits', record });
    await deposits.until(({ waiting }) => waiting[0]?.trouble === 'FileNotHere');
    expect(await namesIn(care.holder, 'documents', 'title')).toEqual([]);
    must(await vault.run({ type: 'refuseDeposit', record, deposit }));
  });

  test('writes markup that stays text, and stops no honest deposit', async () => {
    await depositNote(care, '<img src=x onerror=alert(1)>');
    await untilWaiting(care, '<img src=x onerror=alert(1)>');
  });
});
