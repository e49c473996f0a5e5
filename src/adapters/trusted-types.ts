/** Trusted Types, in part; TypeScript's DOM library does not describe them. */
type ScriptUrlPolicy = { createScriptURL(url: string): unknown };
type PolicyFactory = {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): ScriptUrlPolicy;
};

/** Sealed files of strangers are served from our own origin: never scripts. */
const NEVER_SCRIPTS = '/relay/';

/** The page's address at the time of asking, and its Trusted Types, where the browser has them. */
type Page = {
  readonly location: { readonly href: string };
  readonly trustedTypes?: PolicyFactory;
};

/**
 * Makes the policy `carnet`, the one that the page's CSP names: it accepts addresses of this
 * very origin. Throws for any other.
 * @returns a TrustedScriptURL where the browser has them, typed as the string it stands for
 */
export function createScriptUrlPolicy(page: Page): (url: string) => string {
  const checked = (url: string): string => checkOwn(url, page.location.href);
  const policy = page.trustedTypes?.createPolicy('carnet', { createScriptURL: checked });
  return (url) => (policy ? (policy.createScriptURL(url) as string) : checked(url));
}

let pagePolicy: ((url: string) => string) | undefined;

/** The only way to a worker or a service worker. A page makes its policy once. */
export function ownScriptUrl(url: string): string {
  pagePolicy ??= createScriptUrlPolicy(globalThis);
  return pagePolicy(url);
}

function checkOwn(url: string, base: string): string {
  const address = new URL(url, base);
  const isOwn =
    /^https?:$/.test(address.protocol) &&
    address.origin === new URL(base).origin &&
    !address.pathname.startsWith(NEVER_SCRIPTS);
  if (!isOwn) throw new TypeError(`not a script of this app: ${address.origin}`);
  return address.href;
}
