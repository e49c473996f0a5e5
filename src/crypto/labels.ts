/**
 * Every label of Carnet, in one place [C3].
 *
 * Promises: a label belongs to one type of object, so that a signature, a hash or a sealed box
 * made for one can never be taken for another.
 * Does not promise: that an object is well formed. That is its codec's work.
 */
import { utf8, type Bytes } from '#base/bytes.ts';

const PREFIX = 'carnet/v1/';

export const labels = {
  // Logs (src/protocol/SPEC.md)
  member: 'carnet/v1/member',
  log: 'carnet/v1/log',
  epoch: 'carnet/v1/epoch',
  wrap: 'carnet/v1/wrap',
  owner: 'carnet/v1/owner',
  op: 'carnet/v1/op',
  auth: 'carnet/v1/auth',
  head: 'carnet/v1/head',
  chain0: 'carnet/v1/chain-0',
  chain: 'carnet/v1/chain',
  windowId: 'carnet/v1/id',
  statement: 'carnet/v1/statement',
  blob: 'carnet/v1/blob',
  // Pairing
  bundle: 'carnet/v1/bundle',
  attestation: 'carnet/v1/attestation',
  psk: 'carnet/v1/psk',
  mbx: 'carnet/v1/mbx',
  mbxKey: 'carnet/v1/mbx-key',
  grant: 'carnet/v1/grant',
  hello: 'carnet/v1/hello',
  sas: 'carnet/v1/sas',
  // Links
  linkId: 'carnet/v1/link-id',
  link: 'carnet/v1/link',
  linkBundle: 'carnet/v1/link-bundle',
  passcode: 'carnet/v1/passcode',
  // Identity and recovery
  ikXwing: 'carnet/v1/ik-xwing',
  recLocator: 'carnet/v1/rec-locator',
  recKey: 'carnet/v1/rec-key',
  recSign: 'carnet/v1/rec-sign',
  recWrite: 'carnet/v1/rec-write',
  recovery: 'carnet/v1/recovery',
  // On the device
  slot: 'carnet/v1/slot',
  slotPrf: 'carnet/v1/slot-prf',
  local: 'carnet/v1/local',
} as const;

export type Label = (typeof labels)[keyof typeof labels];

/** The label of the keys that `seal` derives for objects of `Label` [C12]. */
export type AeadLabel<L extends Label = Label> = L extends `carnet/v1/${infer Name}`
  ? `carnet/v1/aead/${Name}`
  : never;

export const aeadLabel = (label: Label): AeadLabel =>
  `${PREFIX}aead/${label.slice(PREFIX.length)}` as AeadLabel;

const encoded = new Map<Label | AeadLabel, Bytes>();

/** UTF-8 of a label, encoded once: labels go into every hash and every signature. */
export function labelBytes(label: Label | AeadLabel): Bytes {
  const known = encoded.get(label);
  if (known) return known;
  const bytes = utf8(label);
  encoded.set(label, bytes);
  return bytes;
}
