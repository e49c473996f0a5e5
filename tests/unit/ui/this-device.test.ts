import { expect, test } from 'vitest';
import { deviceKind, isInstalledOnIos } from '#ui/devices/this-device.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36';

test.each([
  ['an iPhone', IPHONE, 5, 'iphone'],
  ['a Mac', MAC, 0, 'mac'],
  ['an iPad that gives itself out as a Mac', MAC, 5, 'ipad'],
  ['an iPad that asks for pages of phones', IPHONE.replaceAll('iPhone', 'iPad'), 5, 'ipad'],
  ['an Android phone', ANDROID, 5, 'androidPhone'],
  ['an Android tablet', ANDROID.replace(' Mobile', ''), 5, 'androidTablet'],
  ['a Chromebook', 'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/141.0.0.0', 0, 'chromebook'],
  ['Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Firefox/144.0', 10, 'windows'],
  ['Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0', 0, 'linux'],
  ['a browser that says nothing', '', 0, 'other'],
])('%s is known for what it is', (_, userAgent, maxTouchPoints, kind) => {
  expect(deviceKind({ userAgent, maxTouchPoints })).toBe(kind);
});

test('an app on the home screen of iOS is told from Safari, and from an app on a Mac', () => {
  const phone = { userAgent: IPHONE, maxTouchPoints: 5 };
  expect(isInstalledOnIos({ ...phone, standalone: true })).toBe(true);
  expect(isInstalledOnIos({ ...phone, standalone: false })).toBe(false);
  expect(isInstalledOnIos(phone)).toBe(false);
  expect(isInstalledOnIos({ userAgent: MAC, maxTouchPoints: 0, standalone: true })).toBe(false);
});
