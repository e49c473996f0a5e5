import { secretToWords } from '../../second/crypto/words.ts';
import { hexOf } from '../report.ts';
import { bytes, type Case, type CaseFile } from './case.ts';

export function wordsCases(frenchList: readonly string[]): CaseFile {
  const secret = bytes('accents', 16);
  const words = secretToWords(frenchList, secret);
  const bare = words.map((word) => word.normalize('NFD').replace(/\p{M}/gu, ''));
  const typed = (about: string, text: string): Case => ({
    about,
    function: 'wordsToSecret',
    input: { typed: text },
  });
  const refused = (about: string, text: string, expect: string): Case => ({
    ...typed(about, text),
    expect,
  });
  const swapped = [words[1], words[0], ...words.slice(2)].join(' ');
  const longer = [`${String(words[0])}x`, ...words.slice(1)].join(' ');
  const three = [...bare.slice(0, 11), String(bare[11]).slice(0, 3)].join(' ');
  return {
    sentences: ['C26', 'C27', 'C28'],
    cases: [
      ...['00'.repeat(16), 'ff'.repeat(16), '7f'.repeat(16), hexOf(secret)].map((entropy) => ({
        about: 'a secret',
        function: 'secretToWords',
        input: { secret: entropy },
      })),
      {
        about: 'four words to compare',
        function: 'wordsFromBits',
        input: { bits: hexOf(bytes('sas', 32)), count: 4 },
      },
      {
        about: 'as few bytes as hold them',
        function: 'wordsFromBits',
        input: { bits: 'fffffffffff0', count: 4 },
      },
      typed('as shown', words.join(' ')),
      typed('decomposed', words.join(' ').normalize('NFD')),
      typed('without accents', bare.join(' ')),
      typed('capitals', words.join(' ').toUpperCase()),
      typed('four letters each', bare.map((word) => word.slice(0, 4)).join(' ')),
      typed(
        'lines, commas and numbers',
        words.map((word, i) => `${String(i + 1)}. ${word},`).join('\n'),
      ),
      refused('no word', '', 'WrongCount'),
      refused('eleven words', words.slice(1).join(' '), 'WrongCount'),
      refused('thirteen words', [...words, words[0]].join(' '), 'WrongCount'),
      refused('two words swapped', swapped, 'BadChecksum'),
      refused('three letters', three, 'UnknownWord'),
      refused('a wrong letter after the fourth', longer, 'UnknownWord'),
      refused('an English word', ['zoo', ...words.slice(1)].join(' '), 'UnknownWord'),
      refused('unknown before counted', 'xyzzy', 'UnknownWord'),
    ],
  };
}
