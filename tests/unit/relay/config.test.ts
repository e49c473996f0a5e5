import { describe, expect, test } from 'vitest';
import { readConfig } from '#relay/config.ts';

const KEY = 'A'.repeat(43);

describe('the relay’s configuration', () => {
  test('needs nothing', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      value: {
        host: 'localhost',
        port: 4173,
        dataFolder: './data',
        appFolder: './build',
        relays: [],
        attesters: [],
        origins: [],
        isBehindProxy: false,
        tls: undefined,
        logLevel: 'info',
        minFreeMiB: 512,
        maxLogMiB: 20_480,
      },
    });
  });

  test('takes sizes in whole MiB, and says what is none', () => {
    const read = readConfig({ CARNET_MIN_FREE_MIB: '0', CARNET_MAX_LOG_MIB: '7' });
    expect(read.ok && read.value).toMatchObject({ minFreeMiB: 0, maxLogMiB: 7 });
    for (const wrong of ['-1', '1.5', '1 GiB']) {
      const refused = readConfig({ CARNET_MIN_FREE_MIB: wrong });
      expect(!refused.ok && refused.error).toContain('CARNET_MIN_FREE_MIB');
    }
  });

  test('is read from the environment, blanks being nothing', () => {
    const read = readConfig({
      PORT: ' 80 ',
      HOST: '0.0.0.0',
      CARNET_DATA: '/var/lib/carnet',
      CARNET_RELAYS: 'https://a.example, https://b.example:444',
      CARNET_ATTESTERS: `${KEY}, ${KEY}`,
      CARNET_ORIGIN: 'http://192.168.1.4:4173',
      CARNET_TLS_CERT: 'c.pem',
      CARNET_TLS_KEY: 'k.pem',
      CARNET_PROXY: '1',
      CARNET_LOG: '  ',
    });
    expect(read.ok && read.value).toMatchObject({
      port: 80,
      host: '0.0.0.0',
      dataFolder: '/var/lib/carnet',
      relays: ['https://a.example', 'https://b.example:444'],
      attesters: [KEY, KEY],
      origins: ['http://192.168.1.4:4173'],
      tls: { cert: 'c.pem', key: 'k.pem' },
      isBehindProxy: true,
      logLevel: 'info',
    });
  });

  test.each([
    [{ PORT: 'http' }, 'PORT must be a number from 0 to 65535, not "http".'],
    [{ PORT: '70000' }, 'PORT must be a number from 0 to 65535, not "70000".'],
    [
      { CARNET_ATTESTERS: 'ordre' },
      'CARNET_ATTESTERS must list public keys as "npm run attest -- key" prints them, not "ordre".',
    ],
    [
      { CARNET_RELAYS: 'https://a.example *' },
      'CARNET_RELAYS must list origins such as https://relais.example, not "*".',
    ],
    [
      { CARNET_RELAYS: 'https://a.example/path' },
      'CARNET_RELAYS must list origins such as https://relais.example, not "https://a.example/path".',
    ],
    [
      { CARNET_ORIGIN: 'ftp://a.example' },
      'CARNET_ORIGIN must list origins such as https://relais.example, not "ftp://a.example".',
    ],
    [
      { CARNET_TLS_CERT: 'c.pem' },
      'CARNET_TLS_CERT and CARNET_TLS_KEY go together: give both or neither.',
    ],
    [{ CARNET_PROXY: 'yes' }, 'CARNET_PROXY must be 0 or 1, not "yes".'],
    [
      { CARNET_LOG: 'loud' },
      'CARNET_LOG must be one of silent, fatal, error, warn, info, debug, not "loud".',
    ],
  ])('%j is refused in one sentence', (environment, sentence) => {
    expect(readConfig(environment)).toEqual({ ok: false, error: sentence });
  });
});
