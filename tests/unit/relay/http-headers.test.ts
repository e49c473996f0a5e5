import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commonHeaders, pagePolicy } from '#relay/http/headers.ts';

const deploy = (name: string): string =>
  readFileSync(new URL(`../../../src/relay/deploy/${name}`, import.meta.url), 'utf8');

describe('headers', () => {
  test('what operators copy has every header that the relay sends', () => {
    const copied = deploy('headers.conf');
    for (const [name, value] of Object.entries(commonHeaders)) {
      expect(copied).toContain(`add_header ${name} "${value}" always;`);
    }
  });

  test('nothing sends Clear-Site-Data', () => {
    expect(Object.keys(commonHeaders).map((name) => name.toLowerCase())).not.toContain(
      'clear-site-data',
    );
  });

  test('a page without its own policy still gets one', () => {
    const policy = pagePolicy('<p>no meta</p>', []);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("connect-src 'self';");
  });

  test('the built page’s directives are kept as they were built, entities read', () => {
    const meta = "script-src 'self' 'sha256-a+b/c='; object-src 'none'";
    const html = `<meta http-equiv="content-security-policy" content="${meta.replaceAll("'", '&#39;')}">`;
    const directives = pagePolicy(html, ['http://relay.test:1']).split('; ');
    expect(directives).toContain("script-src 'self' 'sha256-a+b/c='");
    expect(directives).toContain("object-src 'none'");
    expect(directives).toContain("connect-src 'self' http://relay.test:1 ws://relay.test:1");
  });
});
