import { copy, fromBase64Url, fromHex, toBase64Url, toHex, type Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { NewPasskey, PasskeySlot } from '#vault/api.ts';

/*
 * Passkeys with the PRF extension (WebAuthn level 3, 10.1.4): the authenticator keeps a secret
 * that it mixes with our salt. 32 bytes come out, which open a slot of the vault. What they were
 * never leaves the authenticator, and nothing of it is sent anywhere.
 */

/** Where a passkey could be made: on this very device, only elsewhere (a phone, a key), nowhere. */
export type PasskeySupport = 'here' | 'elsewhere' | 'none';

export type PasskeyFailure =
  /** Refused, given up, or too late. */
  | 'cancelled'
  /** This browser, or this address, has no passkeys. */
  | 'unsupported'
  /** There is a passkey, but it keeps no secret for us: it could lock nothing. */
  | 'noPrf'
  /** This authenticator holds one of those that were named already. */
  | 'alreadyThere';

export type AskedPasskey = {
  readonly credentialId: string;
  /** 32 bytes. */
  readonly prf: Bytes;
};

/** The browser, as far as it is asked. */
export type PasskeyHost = {
  readonly navigator: { readonly credentials?: CredentialsContainer };
  readonly PublicKeyCredential?: Partial<typeof PublicKeyCredential>;
  readonly location: { readonly hostname: string };
};

const PRF_BYTES = 32;
const SALT_BYTES = 32;
const WAIT_MS = 120_000;
const OWNER = 'Carnet';
/** ES256, EdDSA, RS256 (COSE): what authenticators have; no signature is ever checked. */
const ALGORITHMS = [-7, -8, -257] as const;

export async function findPasskeySupport(host: PasskeyHost = globalThis): Promise<PasskeySupport> {
  const { PublicKeyCredential: api } = host;
  if (!api || !host.navigator.credentials) return 'none';
  const capabilities = (await api.getClientCapabilities?.()) ?? {};
  if (capabilities['extension:prf'] === false) return 'none';
  const isHere = (await api.isUserVerifyingPlatformAuthenticatorAvailable?.()) === true;
  return isHere ? 'here' : 'elsewhere';
}

/**
 * Makes a passkey and has it give its secret at once.
 * @param name what the person calls it, kept beside the slot
 * @param others passkeys that are there already: an authenticator that has one is refused
 */
export async function createPasskey(
  name: string,
  others: readonly PasskeySlot[] = [],
  host: PasskeyHost = globalThis,
): Promise<Result<NewPasskey, PasskeyFailure>> {
  const { credentials } = host.navigator;
  if (!credentials) return err('unsupported');
  const salt = randomBytes(SALT_BYTES);
  const made = await answerOf(() =>
    credentials.create({ publicKey: creation(salt, others, host.location.hostname) }),
  );
  if (!made.ok) return made;
  const credentialId = toBase64Url(new Uint8Array(made.value.rawId));
  const slot = { credentialId, salt: toHex(salt), name };
  const { prf } = made.value.getClientExtensionResults();
  if (prf?.enabled !== true && !prf?.results) return err('noPrf');
  const atOnce = prfBytes(prf.results?.first);
  if (atOnce) return ok({ ...slot, prf: atOnce });
  // Many authenticators give no secret at creation: a second touch does.
  const asked = await askPasskey([slot], host);
  return asked.ok ? ok({ ...slot, prf: asked.value.prf }) : asked;
}

/** Has one of these passkeys give its secret. */
export async function askPasskey(
  slots: readonly PasskeySlot[],
  host: PasskeyHost = globalThis,
): Promise<Result<AskedPasskey, PasskeyFailure>> {
  const { credentials } = host.navigator;
  if (!credentials) return err('unsupported');
  const answered = await answerOf(() =>
    credentials.get({ publicKey: request(slots, host.location.hostname) }),
  );
  if (!answered.ok) return answered;
  const { rawId } = answered.value;
  const prf = prfBytes(answered.value.getClientExtensionResults().prf?.results?.first);
  return prf ? ok({ credentialId: toBase64Url(new Uint8Array(rawId)), prf }) : err('noPrf');
}

function creation(
  salt: Bytes,
  others: readonly PasskeySlot[],
  rpId: string,
): PublicKeyCredentialCreationOptions {
  return {
    rp: { id: rpId, name: OWNER },
    // Nobody is named: a passkey lists in the device's settings under the app's name alone.
    user: { id: randomBytes(16), name: OWNER, displayName: OWNER },
    challenge: randomBytes(32),
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: others.map(descriptorOf),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    timeout: WAIT_MS,
    extensions: { prf: { eval: { first: salt } } },
  };
}

function request(slots: readonly PasskeySlot[], rpId: string): PublicKeyCredentialRequestOptions {
  const salts = slots.map(({ credentialId, salt }) => [credentialId, { first: bytesOf(salt) }]);
  return {
    rpId,
    challenge: randomBytes(32),
    allowCredentials: slots.map(descriptorOf),
    userVerification: 'required',
    timeout: WAIT_MS,
    extensions: {
      prf: {
        evalByCredential: Object.fromEntries(salts) as Record<string, { first: Bytes }>,
      },
    },
  };
}

function descriptorOf({ credentialId }: PasskeySlot): PublicKeyCredentialDescriptor {
  const id = fromBase64Url(credentialId);
  return { type: 'public-key', id: id.ok ? id.value : new Uint8Array(0) };
}

function bytesOf(hex: string): Bytes {
  const bytes = fromHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array(0);
}

/** A copy, whatever the browser gave it as; undefined when it is no secret of ours. */
function prfBytes(given: BufferSource | undefined): Bytes | undefined {
  if (!given) return undefined;
  const bytes = ArrayBuffer.isView(given)
    ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
    : new Uint8Array(given);
  return bytes.length === PRF_BYTES ? copy(bytes) : undefined;
}

async function answerOf(
  ask: () => Promise<Credential | null>,
): Promise<Result<PublicKeyCredential, PasskeyFailure>> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? ok(credential) : err('cancelled');
  } catch (error) {
    return err(failureOf(error));
  }
}

/** The names of WebAuthn's failures; anything else is a bug. */
function failureOf(error: unknown): PasskeyFailure {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'AbortError':
    case 'UnknownError':
      return 'cancelled';
    case 'InvalidStateError':
      return 'alreadyThere';
    // An address that is no domain (127.0.0.1), or an authenticator without what is required.
    case 'SecurityError':
    case 'NotSupportedError':
    case 'ConstraintError':
      return 'unsupported';
    default:
      throw error;
  }
}

const randomBytes = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
