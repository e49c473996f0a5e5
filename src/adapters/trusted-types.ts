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

let policy: ScriptUrlPolicy | undefined;

/**
 * The only way to a worker or a service worker: an address of this very origin, passed through
 * the policy `carnet` that the page's CSP names. Throws for any other address.
 * @returns a TrustedScriptURL where the browser has them, typed as the string it stands for
 */
export function ownScriptUrl(url: string, page: Page = globalThis): string {
  policy ??= page.trustedTypes?.createPolicy('carnet', {
    createScriptURL: (asked) => checkOwn(asked, page.location.href),
  });
  return policy ? (policy.createScriptURL(url) as string) : checkOwn(url, page.location.href);
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
