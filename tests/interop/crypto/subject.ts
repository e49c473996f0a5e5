/**
 * What an implementation of src/crypto/SPEC.md must offer to be run against Carnet's vectors.
 * Randomness is handed in. A refusal is the name of its error; `label` is given without prefix.
 */
import type { Octets } from './report.ts';

export type Answer<T = Octets> = { readonly ok: T } | { readonly error: string };
type Maybe<T> = T | Promise<T>;
type PskInput = { readonly psk?: Octets; readonly pskId?: Octets };

export type Subject = {
  hash(i: { message: Octets }): Answer;
  hashLabelled(i: { label: string; parts: Octets[] }): Answer;
  kdf(i: { key: Octets; label: string; context: Octets; length: number }): Answer;
  signingPublicKey(i: { seed: Octets }): Answer;
  sign(i: { seed: Octets; label: string; message: Octets }): Answer;
  verify(i: VerifyInput): Answer<true>;
  seal(i: SealInput): Answer;
  open(i: { key: Octets; label: string; aad: Octets; sealed: Octets }): Answer;
  authorId(i: { publicKey: Octets }): Answer;
  /** Ed25519 public key ‖ X-Wing public key. */
  memberPublicKeys(i: { encoded: Octets }): Answer;
  slotKey(i: SlotKeyInput): Maybe<Answer>;
  argon2Params(i: { opsLimit: number; memoryKiB: number }): Answer;
  kemPublicKey(i: { seed: Octets }): Answer;
  checkKemPublicKey(i: { publicKey: Octets }): Answer<true>;
  hpkeSeal(i: HpkeSealInput & PskInput): Maybe<Answer>;
  hpkeOpen(i: { seed: Octets; info: Octets; sealed: Octets } & PskInput): Maybe<Answer>;
  /** locator ‖ key ‖ Ed25519 public key. */
  recoveryKeys(i: { secret: Octets }): Answer;
  /** Ed25519 public key ‖ KEM seed ‖ X-Wing public key. */
  identity(i: { seed: Octets }): Answer;
  sealBox(i: SealBoxInput): Answer;
  /** identity seed ‖ keyring log id. */
  openBox(i: { secret: Octets; version: number; box: Octets }): Answer;
  wordsFromBits(i: { bits: Octets; count: number }): Answer<string>;
  secretToWords(i: { secret: Octets }): Answer<string>;
  wordsToSecret(i: { typed: string }): Answer;
  sealFile(i: FileInput): Maybe<{ id: Octets; chunks: Octets[] }>;
  openFile(i: { fileKey: Octets; header: Octets; chunks: Octets[] }): Maybe<Answer>;
};

export type VerifyInput = {
  publicKey: Octets;
  label: string;
  message: Octets;
  signature: Octets;
};
export type SealInput = {
  nonce: Octets;
  key: Octets;
  label: string;
  aad: Octets;
  plaintext: Octets;
};
export type SlotKeyInput = {
  passphrase: string;
  salt: Octets;
  opsLimit: number;
  memoryKiB: number;
};
export type HpkeSealInput = {
  random: Octets;
  publicKey: Octets;
  info: Octets;
  plaintext: Octets;
};
export type SealBoxInput = {
  nonce: Octets;
  secret: Octets;
  version: number;
  identitySeed: Octets;
  keyringLogId: Octets;
};
export type FileInput = { header: Octets; fileKey: Octets; content: Octets };
