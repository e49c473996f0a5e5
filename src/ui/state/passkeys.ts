import type { Bytes } from '#base/bytes.ts';
import type { Result } from '#base/result.ts';
import type { NewPasskey, PasskeySlot } from '#vault/api.ts';

/** Where a passkey could be made: on this very device, only elsewhere (a phone, a key), nowhere. */
export type PasskeySupport = 'here' | 'elsewhere' | 'none';

export type PasskeyFailure = 'cancelled' | 'unsupported' | 'noPrf' | 'alreadyThere';

/** The browser's passkeys, as screens ask for them: nothing of the vault is opened here. */
export type Passkeys = {
  readonly support: Promise<PasskeySupport>;
  /** A passkey that keeps a secret for this device; `others` are refused. */
  readonly create: (
    name: string,
    others: readonly PasskeySlot[],
  ) => Promise<Result<NewPasskey, PasskeyFailure>>;
  /** The secret (32 bytes) of one of these. */
  readonly ask: (
    slots: readonly PasskeySlot[],
  ) => Promise<Result<{ readonly credentialId: string; readonly prf: Bytes }, PasskeyFailure>>;
};
