import { describe, expect, it } from 'vitest';
import { createScriptUrlPolicy } from '#adapters/trusted-types.ts';

const page = { location: { href: 'https://carnet.example/mesures?x#y' } };

describe('the policy of script addresses', () => {
  const ownScriptUrl = createScriptUrlPolicy(page);

  it.each([
    ['/service-worker.js', 'https://carnet.example/service-worker.js'],
    ['./_app/a.js', 'https://carnet.example/_app/a.js'],
    ['https://carnet.example/_app/a.js?v=1', 'https://carnet.example/_app/a.js?v=1'],
  ])('accepts %s', (url, expected) => {
    expect(ownScriptUrl(url)).toBe(expected);
  });

  it.each([
    'https://evil.example/a.js',
    '//evil.example/a.js',
    'http://carnet.example/a.js',
    'https://carnet.example:8443/a.js',
    'https://carnet.example@evil.example/a.js',
    'https://carnet.example.evil.example/a.js',
    'data:text/javascript,alert(1)',
    'javascript:alert(1)',
    'blob:https://carnet.example/4f2c',
    '/relay/blobs/00/11/0',
    '/x/../relay/blobs/00/11/0',
    'http://[',
  ])('refuses %s', (url) => {
    expect(() => ownScriptUrl(url)).toThrow(TypeError);
  });

  it('passes through the policy named carnet, where the browser has Trusted Types', () => {
    const made: string[] = [];
    const trusted = createScriptUrlPolicy({
      ...page,
      trustedTypes: {
        createPolicy: (name, rules) => {
          made.push(name);
          return { createScriptURL: (url) => ({ trusted: rules.createScriptURL(url) }) };
        },
      },
    });
    expect(trusted('/a.js')).toEqual({ trusted: 'https://carnet.example/a.js' });
    expect(() => trusted('https://evil.example/a.js')).toThrow(TypeError);
    expect(made).toEqual(['carnet']);
  });
});
