import { dccSignersByKid, signersDate, twoddocSigners } from '#knowledge/signers.ts';
import { mustGet } from '#base/assert.ts';
import { decodeBase64 } from '../text/base64.ts';
import type { SignerKey, Trust } from './verify.ts';

const keyBytes = (base64: string): SignerKey['publicKey'] =>
  mustGet(decodeBase64(base64), 'a key of the shipped list is base64');

/**
 * The lists that came with the app. Nobody publishes keys of SMART Health Cards under terms that
 * let them be shipped: their issuers are unknown here.
 */
export const shippedTrust: Trust = {
  listDate: signersDate,
  dcc: (keyId) =>
    (dccSignersByKid.get(keyId) ?? []).map(
      ({ country, notBefore, notAfter, algorithm, publicKey }) => ({
        issuer: country,
        algorithm: algorithm === 'PS256' ? 'PS256' : 'ES256',
        publicKey: keyBytes(publicKey),
        notBefore,
        notAfter,
      }),
    ),
  twoddoc: (_authority, certificate) =>
    twoddocSigners
      .filter((signer) => signer.certificate === certificate)
      .map(({ issuer, publicKey }) => ({
        issuer,
        algorithm: 'ES256',
        publicKey: keyBytes(publicKey),
      })),
  shc: () => [],
};
