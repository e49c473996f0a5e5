/** The pairing of devices as a subject of its vectors. */
import { toHex, type Bytes } from '#base/bytes.ts';
import * as devices from '#protocol/device-pairing.ts';
import * as pairing from '#protocol/pairing.ts';
import {
  bundleOf,
  fixed,
  fromJson,
  secretOf,
  toJson,
  valueOf,
  withoutBytes,
} from './product-values.ts';
import type { JsonObject } from '../second/protocol/format.ts';
import { hexOfField as hex, text, type Subject } from './subject.ts';

const deviceOf = (i: JsonObject): readonly [Bytes, Bytes, Bytes] => [
  hex(i, 'code'),
  hex(i, 'fingerprint'),
  hex(i, 'kemSeed'),
];

export const devicePairings: Subject = {
  deviceQrText: (i) =>
    pairing.deviceQrText(text(i, 'origin'), hex(i, 'fingerprint'), hex(i, 'code')),
  deviceCodeText: (i) => pairing.deviceCodeText(hex(i, 'code')),
  parseDeviceCode: (i) => toHex(valueOf(pairing.parseDeviceCode(text(i, 'text')))),
  async sealHello(i) {
    const deps = { random: fixed(hex(i, 'random')) };
    const [device, once] = [bundleOf(i, 'device'), { bytes: hex(i, 'once') }];
    return toHex(await devices.sealHello(deps, hex(i, 'code'), device, once));
  },
  async openHello(i) {
    return withoutBytes(valueOf(await devices.openHello(...deviceOf(i), hex(i, 'hello'))));
  },
  async sealAdmission(i) {
    const deps = { random: fixed(hex(i, 'random')) };
    const admission = fromJson(i['admission'] ?? null) as devices.Admission;
    const secret = secretOf(hex(i, 'onceSeed'));
    const device = bundleOf(i, 'device');
    return toHex(await devices.sealAdmission(deps, hex(i, 'code'), device, admission, secret));
  },
  async openAdmission(i) {
    const once = bundleOf(i, 'once');
    return toJson(valueOf(await devices.openAdmission(...deviceOf(i), once, hex(i, 'sealed'))));
  },
};
