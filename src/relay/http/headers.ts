/** Headers of every response, whatever it is. Never `Clear-Site-Data`: it would wipe a vault. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy': [
    'camera=(self)',
    'publickey-credentials-create=(self)',
    'publickey-credentials-get=(self)',
    'accelerometer=()',
    'browsing-topics=()',
    'display-capture=()',
    'geolocation=()',
    'gyroscope=()',
    'hid=()',
    'magnetometer=()',
    'microphone=()',
    'midi=()',
    'payment=()',
    'serial=()',
    'usb=()',
    'xr-spatial-tracking=()',
  ].join(', '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Over TLS, the browser does not come back in clear for a year. */
export const secureHeaders: Readonly<Record<string, string>> = {
  'Strict-Transport-Security': 'max-age=31536000',
};

/** Of what is not the app: data for programs, which no browser has to show. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** What the app's page needs beside what its own `<meta>` grants; a browser enforces both. */
const pageDirectives = (relays: readonly string[]): Readonly<Record<string, string>> => ({
  'default-src': "'self'",
  'connect-src': ["'self'", ...relays.flatMap(withSocket)].join(' '),
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  'font-src': "'self'",
  'frame-src': "'self' blob:",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'form-action': "'none'",
  'frame-ancestors': "'self'",
});

/** A relay is spoken to over HTTP and over its socket. */
const withSocket = (relay: string): string[] => [relay, relay.replace(/^http/, 'ws')];

/**
 * The policy of the built page: the directives of its `<meta>` (the boot script's hash, Trusted
 * Types), which stay as they were built, and those that only the server knows or a header can say.
 */
export function pagePolicy(indexHtml: string, relays: readonly string[]): string {
  const built = new Map(Object.entries(pageDirectives(relays)));
  for (const [name, value] of metaDirectives(indexHtml)) built.set(name, value);
  return Array.from(built, ([name, value]) => `${name} ${value}`.trim()).join('; ');
}

function metaDirectives(html: string): [string, string][] {
  const meta = /<meta http-equiv="content-security-policy" content="([^"]*)"/i.exec(html)?.[1];
  return (meta ?? '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .split(';')
    .map((directive) => directive.trim())
    .filter((directive) => directive.length > 0)
    .map((directive) => {
      const [name = '', ...values] = directive.split(/\s+/);
      return [name, values.join(' ')];
    });
}
