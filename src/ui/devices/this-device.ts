/** What a browser says of the machine it runs on; some say only a part, or something old. */
export type PlatformHints = {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
  /** Only Safari has it: true in an app installed on the home screen. */
  readonly standalone?: boolean;
};

export type DeviceKind =
  | 'iphone'
  | 'ipad'
  | 'androidPhone'
  | 'androidTablet'
  | 'mac'
  | 'windows'
  | 'chromebook'
  | 'linux'
  | 'other';

/** The sort of device, as far as its browser tells: a name to begin with, never a proof. */
export function deviceKind({ userAgent, maxTouchPoints }: PlatformHints): DeviceKind {
  if (/iPhone|iPod/.test(userAgent)) return 'iphone';
  // An iPad gives itself out as a Mac; no Mac has a touch screen.
  if (/iPad/.test(userAgent)) return 'ipad';
  if (/Macintosh/.test(userAgent)) return maxTouchPoints > 1 ? 'ipad' : 'mac';
  if (/Android/.test(userAgent)) return /Mobile/.test(userAgent) ? 'androidPhone' : 'androidTablet';
  if (/CrOS/.test(userAgent)) return 'chromebook';
  if (/Windows/.test(userAgent)) return 'windows';
  return /Linux|X11/.test(userAgent) ? 'linux' : 'other';
}

export const isIos = (hints: PlatformHints): boolean =>
  ['iphone', 'ipad'].includes(deviceKind(hints));

/** An app on the home screen of iOS has a storage of its own: empty, whatever Safari keeps. */
export const isInstalledOnIos = (hints: PlatformHints): boolean =>
  hints.standalone === true && isIos(hints);
