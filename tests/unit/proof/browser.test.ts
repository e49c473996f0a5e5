import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findBrowser } from '../../commands/browser.ts';

const onX64Linux = process.platform === 'linux' && process.arch === 'x64';

describe('the browser that tests', () => {
  test('is one that exists, without being told which', () => {
    const { executablePath, name } = findBrowser('');
    expect(name).not.toBe('');
    expect(executablePath === undefined || existsSync(executablePath)).toBe(true);
  });

  test.runIf(onX64Linux)('can be npm’s, with the system libraries it brings along', () => {
    const { executablePath = '', env } = findBrowser('npm');
    expect(existsSync(executablePath)).toBe(true);
    expect(existsSync(`${env['LD_LIBRARY_PATH'] ?? ''}/libnss3.so`)).toBe(true);
    expect(existsSync(`${env['FONTCONFIG_PATH'] ?? ''}/fonts.conf`)).toBe(true);
  });

  test('is not one that nobody knows', () => {
    expect(() => findBrowser('netscape')).toThrow('not netscape');
  });
});
