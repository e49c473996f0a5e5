import { hexOf } from '../../crypto/report.ts';
import { deviceQrText, sealAdmission, sealHello } from '../../second/protocol/device.ts';
import { createBundle, fingerprint, sealBundle } from '../../second/protocol/pairing.ts';
import type { JsonObject } from '../../second/protocol/format.ts';
import { bytes, flipped, hex, type Case, type CaseFile } from './case.ts';

const content = {
  rootPublicKey: null,
  version: 1,
  displayName: '{"name":"Téléphone"}',
  attestations: [],
};
const device = createBundle(bytes('device signing', 32), bytes('device kem', 32), content);
const onceSeed = bytes('once signing', 32);
const once = createBundle(onceSeed, bytes('once kem', 32), content);
const code = bytes('device code', 16);
const f = fingerprint(device);
const bearer = { code: hexOf(code), fingerprint: hexOf(f), kemSeed: hex('device kem', 32) };
const origin = 'https://carnet.example';
const random = bytes('device random', 64);
const typedCode = '0123456789ABCDEFGHJKMNPQRW';

const hello = sealHello(random, code, device, once);
const admission = {
  keyring: hex('keyring', 32),
  epochs: [
    { epoch: 1, key: hex('first key', 32) },
    { epoch: 3, key: hex('third key', 32) },
  ],
  relayOrigin: origin,
  relay: {
    publicKey: hex('relay key', 32),
    head: { inc: hex('inc', 8), relaySeq: 7, chain: hex('chain', 32), signature: hex('sig', 64) },
  },
};
const sealed = sealAdmission(random, code, device, admission, onceSeed);

const typing = (about: string, text: string, expect = 'NotAPairingCode'): Case => ({
  about: `typed: ${about}`,
  function: 'parseDeviceCode',
  input: { text },
  expect,
});
const helloing = (about: string, more: JsonObject, expect = 'NotAuthentic'): Case => ({
  about: `slot 1: ${about}`,
  function: 'openHello',
  input: { ...bearer, hello: hexOf(hello), ...more },
  expect,
});
const admitting = (about: string, more: JsonObject, expect = 'NotAuthentic'): Case => ({
  about: `slot 2: ${about}`,
  function: 'openAdmission',
  input: { ...bearer, once: hexOf(once), sealed: hexOf(sealed), ...more },
  expect,
});
const sealing = (about: string, more: JsonObject): Case => ({
  about: `slot 2: ${about}`,
  function: 'sealAdmission',
  input: {
    random: hexOf(random),
    code: hexOf(code),
    device: hexOf(device),
    admission: { ...admission, ...more },
    onceSeed: hexOf(onceSeed),
  },
});
const broken = (more: JsonObject): string =>
  hexOf(sealAdmission(random, code, device, { ...admission, ...more }, onceSeed));
const slot0 = sealBundle(bytes('slot 0 nonce', 24), code, device);

export const deviceCases: CaseFile = {
  sentences: ['P100', 'P101', 'P102', 'P103', 'P104', 'P105'],
  cases: [
    {
      about: 'QR: shown',
      function: 'deviceQrText',
      input: { origin, fingerprint: hexOf(f), code: hexOf(code) },
    },
    {
      about: 'QR: read',
      function: 'parseQr',
      input: { text: deviceQrText(origin, f, code) },
    },
    { about: 'code: shown', function: 'deviceCodeText', input: { code: hexOf(code) } },
    typing('as shown', typedCode, 'ok'),
    typing('in groups and small letters', '0123-4567 89ab-cdef-ghjk mnpq-rw', 'ok'),
    typing('letters that look like digits', 'OI23456789ABCDEFGHJKMNPQRW', 'ok'),
    typing('a character less', typedCode.slice(0, -1)),
    typing('a character more', `${typedCode}0`),
    typing('a letter that is not in it', `U${typedCode.slice(1)}`),
    typing('stray last bits', `${typedCode.slice(0, -1)}X`),
    typing('nothing', ''),
    {
      about: 'slot 0: opened by the code alone',
      function: 'openBundle',
      input: { code: hexOf(code), fingerprint: null, sealed: hexOf(slot0) },
    },
    {
      about: 'slot 1: sealed',
      function: 'sealHello',
      input: {
        random: hexOf(random),
        code: hexOf(code),
        device: hexOf(device),
        once: hexOf(once),
      },
    },
    helloing('opened', {}, 'ok'),
    helloing('another code', { code: hex('other code', 16) }),
    helloing('for another device', { fingerprint: hex('other', 32) }),
    helloing('another key', { kemSeed: hex('other', 32) }),
    helloing('altered', { hello: flipped(hello, -1) }),
    helloing('the message of slot 2', { hello: hexOf(sealed) }),
    helloing(
      'what is no bundle',
      { hello: hexOf(sealHello(random, code, device, bytes('no bundle', 50))) },
      'NotDecodable',
    ),
    sealing('sealed', {}),
    sealing('sealed before any relay', { relay: null }),
    admitting('opened', {}, 'ok'),
    admitting('opened, before any relay', { sealed: broken({ relay: null }) }, 'ok'),
    admitting('altered', { sealed: flipped(sealed, -1) }),
    admitting('another code', { code: hex('other code', 16) }),
    admitting('signed by somebody else', { once: hexOf(device) }),
    admitting('the message of slot 1', { sealed: hexOf(hello) }),
    admitting('without any key', { sealed: broken({ epochs: [] }) }, 'NotDecodable'),
    admitting(
      'epochs out of order',
      { sealed: broken({ epochs: [...admission.epochs].reverse() }) },
      'NotDecodable',
    ),
    admitting(
      'epoch 0',
      { sealed: broken({ epochs: [{ epoch: 0, key: hex('key', 32) }] }) },
      'NotDecodable',
    ),
  ],
};
