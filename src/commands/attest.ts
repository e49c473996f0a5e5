import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fromBase64Url, fromHex, toBase64Url, toHex, utf8 } from '#base/bytes.ts';
import { DAY_MS, instant, parsePartialDate, type Instant } from '#base/time.ts';
import { SIGNING_SEED_BYTES, signingKeyPairFromSeed, type SigningKeyPair } from '#crypto/sign.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import {
  attest,
  decodeBundle,
  encodeAttestation,
  fingerprintOf,
  type Bundle,
} from '#protocol/bundle.ts';
import { limits } from '#protocol/limits.ts';
import { decodeProfessional } from '#protocol/professional.ts';
import { isRpps } from '#record/identifiers.ts';

/** `npm run attest`: an establishment or an order vouches for who a practitioner is [P73]. */
const usage = `npm run attest -- key KEYFILE
    makes a signing key in KEYFILE (keep it secret) and prints its public key,
    which operators list in CARNET_ATTESTERS.
npm run attest -- sign KEYFILE NAME UNTIL REQUEST [ANSWER]
    shows whose identity REQUEST holds. With ANSWER, signs it under NAME (yours, as patients
    will read it) until the end of the day UNTIL (YYYY-MM-DD), into ANSWER.`;

class Refusal extends Error {}

async function makeKey(path: string): Promise<string> {
  const seed = new Uint8Array(randomBytes(SIGNING_SEED_BYTES));
  // `wx`: a key that exists is never overwritten.
  await writeFile(path, `${toHex(seed)}\n`, { mode: 0o600, flag: 'wx' });
  return `CARNET_ATTESTERS=${toBase64Url(signingKeyPairFromSeed(seed).publicKey)}`;
}

async function readKey(path: string): Promise<SigningKeyPair> {
  const seed = fromHex((await readFile(path, 'utf8')).trim());
  if (!seed.ok || seed.value.length !== SIGNING_SEED_BYTES) {
    throw new Refusal(`${path} holds no key that "key" made.`);
  }
  return signingKeyPairFromSeed(seed.value);
}

async function readRequest(path: string): Promise<Bundle> {
  const bytes = fromBase64Url((await readFile(path, 'utf8')).trim());
  const bundle = bytes.ok ? decodeBundle(bytes.value) : bytes;
  if (!bundle.ok) throw new Refusal(`${path} is no request that Carnet made.`);
  return bundle.value;
}

function readEnd(text: string): Instant {
  const date = parsePartialDate(text);
  if (!date.ok || text.length !== 'YYYY-MM-DD'.length) {
    throw new Refusal(`The end must be a day such as 2027-12-31, not "${text}".`);
  }
  const end = instant(Date.parse(`${text}T00:00:00Z`) + DAY_MS - 1);
  if (end <= Date.now())
    throw new Refusal(`${text} is past: the attestation would be worth nothing.`);
  return end;
}

/** What the attester has to check before it signs, one line each. */
function describe(bundle: Bundle): string {
  const identity = decodeProfessional(bundle.displayName);
  if (!identity.ok) throw new Refusal('This request is not that of a practitioner.');
  const { name, profession, specialty, place, rpps } = identity.value;
  const number =
    rpps === '' ? 'none' : `${rpps}${isRpps(rpps) ? '' : ' (its check digit is wrong)'}`;
  return [
    `Name        ${name}`,
    `Profession  ${[profession, specialty].filter(Boolean).join(', ')}`,
    `Place       ${place}`,
    `RPPS        ${number}`,
    `Fingerprint ${toHex(fingerprintOf(bundle))}`,
  ].join('\n');
}

async function signRequest(args: readonly string[]): Promise<string> {
  const [keyFile = '', name = '', until = '', request = '', answer] = args;
  if (request === '') throw new Refusal(usage);
  const key = await readKey(keyFile);
  const bytes = utf8(name.trim()).length;
  if (bytes === 0 || bytes > limits.nameBytes) {
    throw new Refusal(`The name must have 1 to ${limits.nameBytes} bytes.`);
  }
  const end = readEnd(until);
  const bundle = await readRequest(request);
  const shown = describe(bundle);
  if (answer === undefined) {
    return `${shown}\nNothing was signed. Check each line, then run this again with a file for the answer.`;
  }
  const attestation = attest(bundle, key, name.trim().normalize('NFC'), end);
  await writeFile(answer, `${toBase64Url(encodeAttestation(attestation))}\n`);
  return `${shown}\nSigned in ${answer}, until ${until}.`;
}

async function run([command, ...args]: readonly string[]): Promise<string> {
  await cryptoReady();
  if (command === 'key' && args.length === 1) return makeKey(args[0] ?? '');
  if (command === 'sign') return signRequest(args);
  throw new Refusal(usage);
}

try {
  console.log(await run(process.argv.slice(2)));
} catch (failure) {
  const isExpected = failure instanceof Refusal || (failure as NodeJS.ErrnoException).code;
  if (!isExpected) throw failure;
  console.error((failure as Error).message);
  process.exitCode = 1;
}
