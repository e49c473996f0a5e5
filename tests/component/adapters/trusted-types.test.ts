import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScriptUrlPolicy } from '#adapters/trusted-types.ts';
import workerUrl from './tiny-vault-worker.ts?worker&url';

type Page = Window & {
  Worker: typeof Worker;
  TypeError: typeof TypeError;
  trustedTypes: NonNullable<Parameters<typeof createScriptUrlPolicy>[0]['trustedTypes']>;
};

/** As the app's own pages: strings are no scripts, and one policy may be made. */
const CSP = "require-trusted-types-for 'script'; trusted-types carnet";

describe('under enforced Trusted Types', () => {
  let frame: HTMLIFrameElement;
  let page: Page;
  beforeEach(async () => {
    frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="${CSP}">`;
    document.body.append(frame);
    await loaded;
    page = frame.contentWindow as Page;
  });
  afterEach(() => {
    frame.remove();
  });
  const policyOf = (of: Page) =>
    createScriptUrlPolicy({ location: window.location, trustedTypes: of.trustedTypes });

  it('a worker starts through the policy, and not from a string', () => {
    const url = new URL(workerUrl, location.href).href;
    expect(() => new page.Worker(url, { type: 'module' })).toThrow(page.TypeError);
    const worker = new page.Worker(policyOf(page)(workerUrl), { type: 'module' });
    worker.terminate();
  });

  it('the policy refuses an address of another origin', () => {
    const ownScriptUrl = policyOf(page);
    expect(() => ownScriptUrl('https://evil.example/a.js')).toThrow('not a script of this app');
  });

  it('the policy is made once', () => {
    policyOf(page);
    expect(() => policyOf(page)).toThrow(page.TypeError);
  });
});
