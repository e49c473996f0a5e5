import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RelayProcess, temporaryFolder } from './relay-process.ts';

/** A built app, as small as one can be, with the policy that SvelteKit writes into its page. */
const META =
  "script-src 'self' 'wasm-unsafe-eval' 'sha256-abc='; require-trusted-types-for 'script'";
const files: Readonly<Record<string, string>> = {
  'index.html': `<meta http-equiv="content-security-policy" content="${META}"><p>Carnet</p>`,
  'service-worker.js': '// worker',
  'manifest.webmanifest': '{}',
  '_app/immutable/chunks/a.js': 'export {};',
  '_app/immutable/chunks/a.js.br': 'brotli',
  '_app/immutable/chunks/a.js.gz': 'gzip',
  '_app/immutable/assets/s.wasm': 'wasm',
  'pdf/worker.mjs': 'export {};',
};

const everywhere: Readonly<Record<string, RegExp>> = {
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-embedder-policy': /^require-corp$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'referrer-policy': /^no-referrer$/,
  'x-content-type-options': /^nosniff$/,
  'permissions-policy': /camera=\(self\).*geolocation=\(\).*microphone=\(\)/,
  'content-security-policy': /frame-ancestors/,
  'cache-control': /no-store|no-cache|immutable/,
};

describe('headers and files of the relay', () => {
  const folder = temporaryFolder();
  let relay: RelayProcess;
  beforeAll(async () => {
    const app = join(folder.path, 'app');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(app, path, '..'), { recursive: true });
      writeFileSync(join(app, path), text);
    }
    relay = await RelayProcess.start(join(folder.path, 'data'), {
      CARNET_APP: app,
      CARNET_RELAYS: 'https://relais.example',
    });
  });
  afterAll(async () => {
    await relay.kill();
    folder.remove();
  });

  const get = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${relay.url}${path}`, init);
  const hex = 'ab'.repeat(32);

  const requests: readonly (readonly [string, number, RequestInit?])[] = [
    ['/', 200],
    ['/index.html', 200],
    ['/mesures/nouvelle', 200],
    ['/service-worker.js', 200],
    ['/manifest.webmanifest', 200],
    ['/_app/immutable/chunks/a.js', 200],
    ['/_app/immutable/assets/s.wasm', 200],
    ['/pdf/worker.mjs', 200],
    ['/missing.js', 404],
    ['/../../etc/passwd', 200],
    ['/%2e%2e/%2e%2e/relay.sqlite', 404],
    ['/', 200, { method: 'HEAD' }],
    ['/', 405, { method: 'POST' }],
    ['/health', 200],
    ['/relay/unknown', 404],
    [`/relay/blobs/${hex}/${hex}`, 401],
    ['/relay/blobs/x/y', 404],
    [`/relay/mailboxes/${'ab'.repeat(16)}/0`, 404],
    [`/relay/mailboxes/${'ab'.repeat(16)}/7`, 404],
    [`/relay/mailboxes/${'cd'.repeat(16)}/0`, 201, { method: 'PUT', body: 'sealed' }],
    [`/relay/mailboxes/${'cd'.repeat(16)}/0`, 200],
    [`/relay/mailboxes/${'cd'.repeat(16)}/1`, 204],
    [`/relay/mailboxes/${'cd'.repeat(16)}/0`, 409, { method: 'PUT', body: 'other' }],
    [`/relay/mailboxes/${'cd'.repeat(16)}/1`, 413, { method: 'PUT', body: 'x'.repeat(16_385) }],
    [`/relay/mailboxes/${'cd'.repeat(16)}/1`, 405, { method: 'DELETE' }],
    [`/relay/mailboxes/${'cd'.repeat(16)}/0`, 403, { headers: { Origin: 'https://evil.example' } }],
  ];

  test.each(requests.map(([path, status, init]) => ({ path, status, init })))(
    '$path answers $status with every header',
    async ({ path, status, init }) => {
      const response = await get(path, init);
      expect(response.status).toBe(status);
      for (const [name, value] of Object.entries(everywhere)) {
        expect(response.headers.get(name), name).toMatch(value);
      }
      expect(response.headers.get('clear-site-data')).toBeNull();
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(response.headers.get('x-powered-by')).toBeNull();
    },
  );

  test('the page’s policy holds what was built and what only the server knows', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    const directives = policy.split('; ');
    expect(directives).toContain("script-src 'self' 'wasm-unsafe-eval' 'sha256-abc='");
    expect(directives).toContain("require-trusted-types-for 'script'");
    expect(directives).toContain("default-src 'self'");
    expect(directives).toContain("frame-ancestors 'self'");
    expect(directives).toContain("connect-src 'self' https://relais.example wss://relais.example");
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
  });

  test('files have their type, and only those named by their hash are kept by browsers', async () => {
    const headersOf = async (path: string): Promise<(string | null)[]> => {
      const { headers } = await get(path);
      return [headers.get('content-type'), headers.get('cache-control')];
    };
    const kept = 'public, max-age=31536000, immutable';
    expect(await headersOf('/')).toEqual(['text/html; charset=utf-8', 'no-cache']);
    expect(await headersOf('/_app/immutable/assets/s.wasm')).toEqual(['application/wasm', kept]);
    expect(await headersOf('/pdf/worker.mjs')).toEqual([
      'text/javascript; charset=utf-8',
      'no-cache',
    ]);
    expect(await headersOf('/service-worker.js')).toEqual([
      'text/javascript; charset=utf-8',
      'no-cache',
    ]);
    expect((await headersOf('/manifest.webmanifest'))[0]).toMatch(/^application\/manifest\+json/);
  });

  test('what the build compressed is served compressed to who accepts it', async () => {
    const encodingFor = async (accepted: string): Promise<string | null> => {
      const response = await get('/_app/immutable/chunks/a.js', {
        method: 'HEAD',
        headers: { 'Accept-Encoding': accepted },
      });
      return response.headers.get('content-encoding');
    };
    expect(await encodingFor('gzip, br')).toBe('br');
    expect(await encodingFor('gzip')).toBe('gzip');
    expect(await encodingFor('br;q=0, gzip;q=0.5')).toBe('gzip');
    expect(await encodingFor('identity')).toBeNull();
  });

  test('a file that has not changed is not sent again', async () => {
    const tag = (await get('/')).headers.get('etag') ?? '';
    const again = await get('/', { headers: { 'If-None-Match': tag } });
    expect(again.status).toBe(304);
    expect(again.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  });

  test('health says how the relay is, and nothing of anybody', async () => {
    const health = (await (await get('/health')).json()) as Record<string, unknown>;
    expect(Object.keys(health).sort()).toEqual(['connections', 'openLogs', 'status']);
    expect(health['status']).toBe('ok');
  });
});
