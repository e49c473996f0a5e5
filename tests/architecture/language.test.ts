import { describe, expect, test } from 'vitest';
import { CODE, readFiles, type SourceFile } from './source-files.ts';

const FRENCH = /[àâäçéèêëîïôöùûü]/i;
/** Names of people, formats and streets that code may cite. */
const PROPER_NAMES = /Padmé/g;

/** `path:line` of every line whose letters only French would need. */
const findFrench = (files: readonly SourceFile[]): string[] =>
  files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        FRENCH.test(line.replace(PROPER_NAMES, '')) ? [`${path}:${String(index + 1)}`] : [],
      ),
  );

describe('language', () => {
  test('French stands only in i18n, in the data of knowledge and in interop labels', () => {
    const code = readFiles('src', CODE).filter(
      ({ path }) => !/^src\/(i18n|knowledge\/data|interop\/ips)\//.test(path),
    );
    expect(findFrench(code)).toEqual([]);
  });

  test('a French sentence in code is found', () => {
    const file = { path: 'a.ts', text: '// Padmé\nconst title = "Vos données";\n' };
    expect(findFrench([file])).toEqual(['a.ts:2']);
  });
});
