import { describe, expect, test } from 'vitest';
import { CODE, readFiles, type SourceFile } from './source-files.ts';

const FRENCH = /[àâäçéèêëîïôöùûü]/i;
/** Names of people, formats and institutions that code may cite. */
const PROPER_NAMES = /Padmé|Mon espace santé|(R|r)éférentiel INS|Agence du numérique en santé/g;
const COMMENT = /^\s*(\/\*\*|\*|\/\/|<!--)/;
/** A word of the screen, cited in a comment: *Enregistré*, "mettez à jour". */
const CITED = /\*[^*\s][^*]*\*|"[^"]+"/g;

/** `path:line` of every line whose letters only French would need. */
const findFrench = (files: readonly SourceFile[]): string[] =>
  files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (isFrench(line) ? [`${path}:${String(index + 1)}`] : [])),
  );

function isFrench(line: string): boolean {
  const named = line.replace(PROPER_NAMES, '');
  const comment = COMMENT.exec(named)?.[0] ?? '';
  const rest = named.slice(comment.length);
  return FRENCH.test(comment === '' ? rest : rest.replace(CITED, ''));
}

describe('language', () => {
  test('French stands only in i18n, in the data of knowledge and in interop labels', () => {
    const code = readFiles('src', CODE).filter(
      ({ path }) => !/^src\/(i18n|knowledge\/data|interop\/ips)\//.test(path),
    );
    expect(findFrench(code)).toEqual([]);
  });

  test('a French sentence in code is found', () => {
    const lines = [
      '// Padmé',
      'const title = "Vos données";',
      ' * said as *Enregistré* or "mettez à jour"',
      ' * le numéro *est* vérifié',
    ];
    expect(findFrench([{ path: 'a.ts', text: lines.join('\n') }])).toEqual(['a.ts:2', 'a.ts:4']);
  });
});
