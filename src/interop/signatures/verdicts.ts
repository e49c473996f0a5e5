import type { Bytes } from '#base/bytes.ts';
import type { Instant } from '#base/time.ts';
import type { Verdict } from '../found.ts';
import { isSignedBy, type SignatureAlgorithm, type SignerKey } from './verify.ts';

/** A signed paper, ready to be checked. */
export type Signed = {
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Bytes;
  readonly message: Bytes;
  readonly signedAt: Instant | undefined;
  readonly validUntil: Instant | undefined;
  /** What it is, where keys are for some kinds alone. */
  readonly kind: string;
  /** Who the paper says it is from; shown only beside the verdict. */
  readonly claimedIssuer: string | undefined;
};

/**
 * The verdict on a paper. Only a key of the list that may sign this kind, and signed while it was
 * valid, makes it good; a signature that no such key made is forged; without a key nobody can say.
 */
export async function verdictOn(
  signed: Signed,
  keys: readonly SignerKey[],
  around: { readonly now: Instant; readonly listDate: string },
): Promise<Verdict> {
  const { signedAt, validUntil, claimedIssuer } = signed;
  const told = {
    ...(claimedIssuer !== undefined && { issuer: claimedIssuer }),
    ...(signedAt !== undefined && { signedAt }),
    ...(validUntil !== undefined && { validUntil }),
    listDate: around.listDate,
  };
  const able = keys.filter((key) => key.algorithm === signed.algorithm);
  const answers = await Promise.all(
    able.map((key) => isSignedBy(key, signed.signature, signed.message)),
  );
  const signers = able.filter((_key, index) => answers[index] === true);
  const [known] = signers;
  if (!known) return { ...told, type: answers.includes(false) ? 'forged' : 'unknownIssuer' };
  const issuer = known.issuer === '' ? told : { ...told, issuer: known.issuer };
  if (!signers.some((key) => maySign(key, signed))) return { ...issuer, type: 'unknownIssuer' };
  if (validUntil !== undefined && validUntil < around.now) return { ...issuer, type: 'expired' };
  if (signedAt !== undefined && signedAt > around.now) return { ...issuer, type: 'notYetValid' };
  return { ...issuer, type: 'valid' };
}

function maySign({ kinds, notBefore, notAfter }: SignerKey, { kind, signedAt }: Signed): boolean {
  if (kinds !== undefined && !kinds.includes(kind)) return false;
  const day = signedAt === undefined ? undefined : new Date(signedAt).toISOString().slice(0, 10);
  if (day === undefined) return true;
  return (
    (notBefore === undefined || day >= notBefore) && (notAfter === undefined || day <= notAfter)
  );
}
