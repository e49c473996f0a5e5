import dccData from './data/trust/dcc-signers.json' with { type: 'json' };
import twoddocData from './data/trust/twoddoc-signers.json' with { type: 'json' };

/** A signer of EU digital covid certificates (`data/trust/dcc-signers.json`: source and date). */
export type DccSigner = {
  /** Key id, base64. */
  readonly kid: string;
  readonly country: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly algorithm: string;
  /** SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
};

type Row = readonly string[];

/** Signers by key id; two may share one. */
export const dccSignersByKid: ReadonlyMap<string, readonly DccSigner[]> = Map.groupBy(
  (dccData.signers as readonly Row[]).map(
    ([kid = '', country = '', notBefore = '', notAfter = '', algorithm = '', publicKey = '']) => ({
      ...{ kid, country, notBefore, notAfter, algorithm, publicKey },
    }),
  ),
  ({ kid }) => kid,
);

/** A signer of 2D-Doc papers of health (`data/trust/twoddoc-signers.json`: source and date). */
export type TwoddocSigner = {
  /** The certificate's name in the paper. */
  readonly certificate: string;
  readonly issuer: string;
  readonly publicKey: string;
};

export const twoddocSigners: readonly TwoddocSigner[] = (twoddocData.signers as readonly Row[]).map(
  ([certificate = '', issuer = '', publicKey = '']) => ({ certificate, issuer, publicKey }),
);

/** Date of the older of the two lists. */
export const signersDate = [dccData.date, twoddocData.date].sort()[0] ?? '';
