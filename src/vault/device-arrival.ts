import type { Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { createMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { createBundle, fingerprintOf, type Bundle } from '#protocol/bundle.ts';
import { isWordsDiffer, openAdmission, openHello } from '#protocol/device-pairing.ts';
import { limits } from '#protocol/limits.ts';
import {
  createPairingCode,
  deviceCodeText,
  deviceQrText,
  mailboxOf,
  sealBundle,
} from '#protocol/pairing.ts';
import type { PairingId } from './api.ts';
import type { VaultError } from './errors.ts';
import type { VaultDeps } from './ports.ts';
import { failureToError } from './relay-failure.ts';
import { loadSas } from './load-sas.ts';
import type { Admitted } from './restore.ts';
import { tidyName } from './device-entry.ts';

const POLL_MS = 20_000;

/** What a device tells of itself when it asks to join. Only claimed. */
export const deviceName = (name: string): string => JSON.stringify({ name: tidyName(name) });

type Arriving = {
  readonly code: Bytes;
  readonly name: string;
  readonly keys: MemberKeys;
  readonly bundle: Bundle;
  readonly expires: Instant;
  once: Bundle | undefined;
};

/** A device with nothing on it, that shows a code and waits to be let in. In memory only. */
export class DeviceArrivals {
  readonly #deps: VaultDeps;
  readonly #arriving = new Map<PairingId, Arriving>();

  constructor(deps: VaultDeps) {
    this.#deps = deps;
  }

  /** Draws keys and a code, and leaves the bundle in its mailbox, open for a quarter of an hour. */
  async show(
    name: string,
  ): Promise<Result<{ pairing: PairingId; qrText: string; code: string }, VaultError>> {
    const { random, relay, clock, origin } = this.#deps;
    const keys = createMemberKeys(random);
    const code = createPairingCode({ random });
    const displayName = deviceName(name);
    const content = { rootPublicKey: undefined, version: 1, displayName, attestations: [] };
    const bundle = createBundle(keys, content);
    const mailbox = mailboxOf(code);
    const slot = sealBundle({ random }, code, bundle);
    const put = await relay.putMailboxSlot(mailbox, 0, slot, undefined);
    if (!put.ok) return err(failureToError(put.error));
    const expires = (clock.now() + limits.mailboxNewDeviceMs) as Instant;
    const pairing = mailbox as string as PairingId;
    this.#arriving.set(pairing, { code, name, keys, bundle, expires, once: undefined });
    const qrText = deviceQrText(origin, fingerprintOf(bundle), code);
    return ok({ pairing, qrText, code: deviceCodeText(code) });
  }

  /** Waits for the device that scanned; the words are over its very message. */
  async words(pairing: PairingId): Promise<Result<{ words: readonly string[] }, VaultError>> {
    const arriving = this.#arriving.get(pairing);
    if (!arriving) return err({ type: 'PairingExpired' });
    const hello = await this.#slot(pairing, arriving, 1);
    if (!hello.ok) return hello;
    const { code, bundle, keys } = arriving;
    const fingerprint = fingerprintOf(bundle);
    const once = await openHello(code, fingerprint, keys.kemSeed, hello.value);
    if (!once.ok) return err({ type: 'PairingNotAuthentic' });
    arriving.once = once.value;
    const { sasWords } = await loadSas();
    return ok({ words: sasWords(fingerprint, mailboxOf(code), hello.value) });
  }

  /** Waits for the words to be found the same on the other screen, and for what that gives. */
  async admission(pairing: PairingId): Promise<Result<Admitted, VaultError>> {
    const arriving = this.#arriving.get(pairing);
    if (!arriving?.once) return err({ type: 'PairingExpired' });
    const sealed = await this.#slot(pairing, arriving, 2);
    if (!sealed.ok) return sealed;
    if (isWordsDiffer(sealed.value)) return err({ type: 'WordsDiffer' });
    const { code, bundle, keys, once, name } = arriving;
    const fingerprint = fingerprintOf(bundle);
    const admission = await openAdmission(code, fingerprint, keys.kemSeed, once, sealed.value);
    if (!admission.ok) return err({ type: 'PairingNotAuthentic' });
    if (admission.value.relayOrigin !== this.#deps.origin) {
      return err({ type: 'PairingFromOtherRelay' });
    }
    return ok({ admission: admission.value, keys, name });
  }

  stop(pairing: PairingId): void {
    this.#arriving.delete(pairing);
  }

  async #slot(
    pairing: PairingId,
    arriving: Arriving,
    slot: 1 | 2,
  ): Promise<Result<Bytes, VaultError>> {
    const { relay, clock, timers } = this.#deps;
    while (this.#arriving.get(pairing) === arriving) {
      if (clock.now() >= arriving.expires) return err({ type: 'PairingExpired' });
      const read = await relay.getMailboxSlot(mailboxOf(arriving.code), slot, POLL_MS);
      if (read.ok && read.value !== undefined) return ok(read.value);
      if (!read.ok && read.error.type === 'RelayRefused') return err({ type: 'PairingExpired' });
      if (read.ok) continue;
      await new Promise<void>((resolve) => {
        timers.at((clock.now() + 2_000) as Instant, resolve);
      });
    }
    return err({ type: 'Cancelled' });
  }
}
