import { cdp } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';
import {
  askPasskey,
  createPasskey,
  findPasskeySupport,
  type PasskeyHost,
} from '#adapters/passkey.ts';
import { toHex } from '#base/bytes.ts';

type Session = {
  readonly send: (method: string, params?: object) => Promise<{ readonly authenticatorId: string }>;
};
const session = cdp() as unknown as Session;
let authenticators: string[] = [];

/** A device with its own authenticator; `isVerified: false`: its holder refuses. */
async function plugIn(options: { hasPrf: boolean; isVerified?: boolean }): Promise<void> {
  await session.send('WebAuthn.enable', {});
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: options.isVerified ?? true,
      automaticPresenceSimulation: true,
      hasPrf: options.hasPrf,
    },
  });
  authenticators.push(authenticatorId);
}

afterEach(async () => {
  for (const authenticatorId of authenticators) {
    await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
  }
  authenticators = [];
});

/** The browser in the frame of the test, whose page is the one that may use authenticators. */
const host: PasskeyHost = globalThis;

describe('a passkey with PRF', () => {
  test('is said to be possible here when the device has an authenticator', async () => {
    await plugIn({ hasPrf: true });
    expect(await findPasskeySupport(host)).toBe('here');
  });

  test('gives 32 bytes at its creation, and the same ones each time it is asked', async () => {
    await plugIn({ hasPrf: true });
    const made = await createPasskey('Ordinateur', [], host);
    if (!made.ok) throw new Error(made.error);
    expect(made.value.prf).toHaveLength(32);
    expect(made.value.salt).toMatch(/^[0-9a-f]{64}$/);
    expect(made.value.name).toBe('Ordinateur');
    const asked = await askPasskey([made.value], host);
    if (!asked.ok) throw new Error(asked.error);
    expect(asked.value.credentialId).toBe(made.value.credentialId);
    expect(toHex(asked.value.prf)).toBe(toHex(made.value.prf));
  });

  test('gives another secret for another salt', async () => {
    await plugIn({ hasPrf: true });
    const made = await createPasskey('a', [], host);
    if (!made.ok) throw new Error(made.error);
    const asked = await askPasskey([{ ...made.value, salt: '00'.repeat(32) }], host);
    if (!asked.ok) throw new Error(asked.error);
    expect(toHex(asked.value.prf)).not.toBe(toHex(made.value.prf));
  });

  test('is refused where it is already', async () => {
    await plugIn({ hasPrf: true });
    const made = await createPasskey('a', [], host);
    if (!made.ok) throw new Error(made.error);
    expect(await createPasskey('b', [made.value], host)).toEqual({
      ok: false,
      error: 'alreadyThere',
    });
  });

  test('without PRF it keeps no secret, and is refused', async () => {
    await plugIn({ hasPrf: false });
    expect(await createPasskey('a', [], host)).toEqual({ ok: false, error: 'noPrf' });
  });

  test('a holder who is not recognised has cancelled', async () => {
    await plugIn({ hasPrf: true, isVerified: false });
    expect(await createPasskey('a', [], host)).toEqual({ ok: false, error: 'cancelled' });
  });
});

describe('a browser without passkeys', () => {
  test('says so, and fails by its name', async () => {
    const none: PasskeyHost = { navigator: {}, location: { hostname: 'localhost' } };
    expect(await findPasskeySupport(none)).toBe('none');
    expect(await createPasskey('a', [], none)).toEqual({ ok: false, error: 'unsupported' });
    expect(await askPasskey([], none)).toEqual({ ok: false, error: 'unsupported' });
  });

  test('that denies PRF has none, whatever else it has', async () => {
    const denying: PasskeyHost = {
      navigator: { credentials: navigator.credentials },
      location: { hostname: 'localhost' },
      PublicKeyCredential: {
        getClientCapabilities: () => Promise.resolve({ 'extension:prf': false }),
        isUserVerifyingPlatformAuthenticatorAvailable: () => Promise.resolve(true),
      },
    };
    expect(await findPasskeySupport(denying)).toBe('none');
  });

  test('an authenticator elsewhere is not said to be here', async () => {
    const hybrid: PasskeyHost = {
      navigator: { credentials: navigator.credentials },
      location: { hostname: 'localhost' },
      PublicKeyCredential: {
        isUserVerifyingPlatformAuthenticatorAvailable: () => Promise.resolve(false),
      },
    };
    expect(await findPasskeySupport(hybrid)).toBe('elsewhere');
  });
});
