import { toHex } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { fingerprintOf } from '#protocol/bundle.ts';
import { mailboxOf, openBundle, parsePairingQr } from '#protocol/pairing.ts';
import type { PairingId } from './api.ts';
import type { Attesters } from './attesters.ts';
import type { ReadPairing } from './channels.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import { bearerOf, professionalOf } from './professional.ts';
import { failureToError } from './relay-failure.ts';

/**
 * What a scanned code says of its bearer: fetches slot 0, and takes nothing of it that does not
 * hash to the code's fingerprint. Nothing is sent.
 */
export async function readPairingCode(
  vault: OpenVault,
  attesters: Attesters,
  text: string,
): Promise<Result<{ id: PairingId; pairing: ReadPairing }, VaultError>> {
  const qr = parsePairingQr(text.trim());
  if (!qr.ok) return err({ type: 'NotAPairingCode' });
  const { origin, sort, fingerprint, code } = qr.value;
  if (sort !== 'practitioner') return err({ type: 'PairingCodeOfOtherSort' });
  if (origin !== vault.deps.origin) return err({ type: 'PairingFromOtherRelay' });
  const mailbox = mailboxOf(code);
  const { relay } = vault.deps;
  // Asked at once: somebody stands there and waits.
  const [taken, slot, listed] = await Promise.all([
    relay.getMailboxSlot(mailbox, 1, 0),
    relay.getMailboxSlot(mailbox, 0, 0),
    attesters.ask(),
  ]);
  if (taken.ok && taken.value !== undefined) return err({ type: 'PairingAlreadyUsed' });
  if (!slot.ok) {
    const isGone = slot.error.type === 'RelayRefused' && [404, 410].includes(slot.error.status);
    return err(isGone ? { type: 'PairingExpired' } : failureToError(slot.error));
  }
  if (slot.value === undefined) return err({ type: 'PairingExpired' });
  const bundle = openBundle(code, fingerprint, slot.value);
  const now = vault.deps.clock.now();
  const bearer = bundle.ok ? bearerOf(bundle.value, listed, now) : undefined;
  if (!bundle.ok || !bearer) return err({ type: 'PairingNotAuthentic' });
  const own = await professionalOf(vault);
  if (!own.ok) return own;
  if (own.value && toHex(fingerprintOf(own.value.bundle)) === bearer.fingerprint) {
    return err({ type: 'OwnPairingCode' });
  }
  const id = mailbox as string as PairingId;
  return ok({ id, pairing: { code, bundle: bundle.value, bearer } });
}
