import type { Bytes } from '#base/bytes.ts';

export type SlotKind = 'passphrase' | 'passkey';

/** What the page needs to ask a passkey for the secret of its slot. */
export type PasskeySlot = {
  /** Base64url, as WebAuthn gives it. */
  readonly credentialId: string;
  /** 32 bytes, hex: the input of the PRF. */
  readonly salt: string;
  /** What the person calls it. */
  readonly name: string;
};
export type NewPasskey = PasskeySlot & { readonly prf: Bytes };
export type SlotName = 'passphrase' | { readonly credentialId: string };
/** How a new vault is locked from its first second; undefined: not yet. */
export type FirstLock =
  { readonly passphrase: string } | { readonly passkey: NewPasskey } | undefined;
