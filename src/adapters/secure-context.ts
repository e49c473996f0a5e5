/** What the app cannot do without, and what it does without while saying so. */
const needed = ['secureContext', 'indexedDB', 'worker', 'webAssembly', 'webCrypto'] as const;
const wished = ['webLocks', 'serviceWorker', 'persistentStorage', 'camera'] as const;
export type NeededFeature = (typeof needed)[number];
export type WishedFeature = (typeof wished)[number];

export type MissingFeatures = {
  /** Not empty: the app says which and does not start. */
  readonly needed: readonly NeededFeature[];
  readonly wished: readonly WishedFeature[];
};

/** The browser's global object, as far as it is asked. */
export type BrowserScope = {
  readonly isSecureContext?: boolean;
  readonly indexedDB?: unknown;
  readonly Worker?: unknown;
  readonly WebAssembly?: unknown;
  readonly crypto?: { readonly subtle?: unknown };
  readonly navigator?: {
    readonly locks?: unknown;
    readonly serviceWorker?: unknown;
    readonly storage?: { readonly persist?: unknown };
    readonly mediaDevices?: { readonly getUserMedia?: unknown };
  };
};

export function findMissingFeatures(scope: BrowserScope = globalThis): MissingFeatures {
  const has: Readonly<Record<NeededFeature | WishedFeature, () => unknown>> = {
    secureContext: () => scope.isSecureContext,
    indexedDB: () => scope.indexedDB,
    worker: () => scope.Worker,
    webAssembly: () => scope.WebAssembly,
    webCrypto: () => scope.crypto?.subtle,
    webLocks: () => scope.navigator?.locks,
    serviceWorker: () => scope.navigator?.serviceWorker,
    persistentStorage: () => scope.navigator?.storage?.persist,
    camera: () => scope.navigator?.mediaDevices?.getUserMedia,
  };
  return {
    needed: needed.filter((feature) => !isThere(has[feature])),
    wished: wished.filter((feature) => !isThere(has[feature])),
  };
}

/** Some browsers throw where they forbid: that is an absence too. */
function isThere(feature: () => unknown): boolean {
  try {
    return Boolean(feature());
  } catch {
    return false;
  }
}
