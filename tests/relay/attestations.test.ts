import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS, instant } from '#base/time.ts';
import { FastTime } from './fast-time.ts';
import { Watched, must } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';
import { doctor, newHolder, newPractitioner, untilWord, type Holder } from './people.ts';

const run = promisify(execFile);
const NAME = 'Ordre des médecins';

/** `npm run attest`, as an operator types it. */
const attest = (...args: readonly string[]): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, ['src/commands/attest.ts', ...args]);

describe('an attested practitioner', () => {
  let folder: string;
  let key: string;
  let publicKey: string;
  const path = (name: string): string => join(folder, name);
  const inAYear = new Date(Date.now() + 300 * DAY_MS).toISOString().slice(0, 10);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carnet-attest-'));
    key = path('key');
    const { stdout } = await attest('key', key);
    publicKey = stdout.trim().replace('CARNET_ATTESTERS=', '');
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function requestOf(practitioner: Holder): Promise<string> {
    const own = await Watched.on(practitioner.vault, { type: 'ownIdentity' });
    const { request } = (await own.until((answer) => answer !== undefined)) ?? { request: '' };
    await writeFile(path('request'), request);
    return path('request');
  }

  async function signed(practitioner: Holder): Promise<string> {
    await attest('sign', key, NAME, inAYear, await requestOf(practitioner), path('answer'));
    return readFile(path('answer'), 'utf8');
  }

  async function bearerSeenBy(holder: Holder, practitioner: Holder) {
    const code = must(await practitioner.vault.run({ type: 'showPairingCode' }));
    return must(await holder.vault.run({ type: 'readPairingCode', text: code.qrText })).bearer;
  }

  test('is shown with who vouches and until when, where the operator lists that key', async () => {
    const relay = await MemoryRelay.start({ attesters: [publicKey] });
    const practitioner = await newPractitioner(relay.url);
    const holder = await newHolder(relay.url);
    await untilWord(holder, 'synced');
    expect(await bearerSeenBy(holder, practitioner)).toMatchObject({ attestedBy: [] });
    must(
      await practitioner.vault.run({ type: 'addAttestation', text: await signed(practitioner) }),
    );
    const bearer = await bearerSeenBy(holder, practitioner);
    const until = instant(Date.parse(`${inAYear}T00:00:00Z`) + DAY_MS - 1);
    expect(bearer).toMatchObject({ professional: doctor, attestedBy: [{ name: NAME, until }] });
    const own = await Watched.on(practitioner.vault, { type: 'ownIdentity' });
    await own.until((answer) => answer?.attestations[0]?.counts === true);
    // The same words saved again change nothing; other words are not those that were attested.
    must(await practitioner.vault.run({ type: 'setProfessional', professional: doctor }));
    expect((await bearerSeenBy(holder, practitioner)).attestedBy).toHaveLength(1);
    const professional = { ...doctor, name: 'Pr Nadia Martin' };
    must(await practitioner.vault.run({ type: 'setProfessional', professional }));
    expect((await bearerSeenBy(holder, practitioner)).attestedBy).toEqual([]);
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    await relay.stop();
  });

  test('is nobody more than they say where the operator does not list that key', async () => {
    const relay = await MemoryRelay.start();
    const practitioner = await newPractitioner(relay.url);
    const holder = await newHolder(relay.url);
    await untilWord(holder, 'synced');
    must(
      await practitioner.vault.run({ type: 'addAttestation', text: await signed(practitioner) }),
    );
    expect((await bearerSeenBy(holder, practitioner)).attestedBy).toEqual([]);
    const own = await Watched.on(practitioner.vault, { type: 'ownIdentity' });
    await own.until((answer) => answer?.attestations[0]?.counts === false);
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    await relay.stop();
  });

  test('is so no more once the attestation has ended', async () => {
    const time = new FastTime(1);
    const relay = await MemoryRelay.start({ attesters: [publicKey] });
    const practitioner = await newPractitioner(relay.url);
    const holder = await newHolder(relay.url, { clock: time.clock, timers: time.timers });
    await untilWord(holder, 'synced');
    must(
      await practitioner.vault.run({ type: 'addAttestation', text: await signed(practitioner) }),
    );
    time.jump(400 * DAY_MS);
    expect((await bearerSeenBy(holder, practitioner)).attestedBy).toEqual([]);
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    await relay.stop();
  });

  test('keeps out what was signed for somebody else, and what is no attestation', async () => {
    const relay = await MemoryRelay.start({ attesters: [publicKey] });
    const [one, other] = [await newPractitioner(relay.url), await newPractitioner(relay.url)];
    const text = await signed(other);
    expect(await one.vault.run({ type: 'addAttestation', text })).toEqual({
      ok: false,
      error: { type: 'AttestationOfOtherIdentity' },
    });
    expect(await one.vault.run({ type: 'addAttestation', text: 'bonjour' })).toEqual({
      ok: false,
      error: { type: 'NotAnAttestation' },
    });
    await Promise.all([one.vault.lock(), other.vault.lock()]);
    await relay.stop();
  });

  test('was looked at by the attester before anything was signed', async () => {
    const relay = await MemoryRelay.start();
    const practitioner = await newPractitioner(relay.url);
    const request = await requestOf(practitioner);
    const { stdout } = await attest('sign', key, NAME, inAYear, request);
    expect(stdout).toContain('Dr Nadia Martin');
    expect(stdout).toContain('Nothing was signed');
    await practitioner.vault.lock();
    await relay.stop();
  });

  test('has an attester whose key is neither shown, nor readable by others, nor overwritten', async () => {
    const before = await readFile(key, 'utf8');
    await expect(attest('key', key)).rejects.toThrow(/EEXIST/);
    expect(await readFile(key, 'utf8')).toBe(before);
    expect((await stat(key)).mode & 0o077).toBe(0);
    expect(publicKey).not.toContain(before.trim());
    expect(publicKey).toMatch(/^[\w-]{43}$/);
  });

  test.each([
    [[], /npm run attest -- key KEYFILE/],
    [['sign', '/nowhere', NAME, inAYear, '/nowhere'], /ENOENT/],
  ])('%j is refused with a sentence', async (args, sentence) => {
    await expect(attest(...args)).rejects.toThrow(sentence);
  });
});
