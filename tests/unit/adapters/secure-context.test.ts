import { describe, expect, it } from 'vitest';
import { findMissingFeatures, type BrowserScope } from '#adapters/secure-context.ts';

const whole = {
  isSecureContext: true,
  indexedDB: {},
  Worker: {},
  WebAssembly: {},
  crypto: { subtle: {} },
  navigator: {
    locks: {},
    serviceWorker: {},
    storage: { persist: () => true },
    mediaDevices: { getUserMedia: () => undefined },
  },
} satisfies BrowserScope;

describe('the features of a browser', () => {
  it('are all there in a whole one', () => {
    expect(findMissingFeatures(whole)).toEqual({ needed: [], wished: [] });
  });

  it('are named one by one when they are missing', () => {
    expect(findMissingFeatures({})).toEqual({
      needed: ['secureContext', 'indexedDB', 'worker', 'webAssembly', 'webCrypto'],
      wished: ['webLocks', 'serviceWorker', 'persistentStorage', 'camera'],
    });
  });

  it('tell a page served without TLS, which has no locks and no service worker', () => {
    const insecure = { ...whole, isSecureContext: false, crypto: {}, navigator: {} };
    expect(findMissingFeatures(insecure).needed).toEqual(['secureContext', 'webCrypto']);
  });

  it('are missing where the browser throws', () => {
    const refusing = {
      ...whole,
      get indexedDB(): never {
        throw new DOMException('denied', 'SecurityError');
      },
    };
    expect(findMissingFeatures(refusing).needed).toEqual(['indexedDB']);
  });
});
