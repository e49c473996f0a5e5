import { describe, expect, test } from 'vitest';
import { messagesFor } from '#i18n/index.ts';
import { frenchSpaces, withFrenchSpaces } from '#i18n/french-spaces.ts';

const NB = '\u00a0';

describe('French spaces', () => {
  test('no line ends before a double sign or inside quotation marks', () => {
    expect(withFrenchSpaces('Quoi ? « Oui » : non ; si !')).toBe(
      `Quoi${NB}? «${NB}Oui${NB}»${NB}: non${NB}; si${NB}!`,
    );
  });

  test('addresses and hours keep their colons', () => {
    expect(withFrenchSpaces('https://carnet.example 14:30')).toBe('https://carnet.example 14:30');
  });

  test('reach what functions, lists and nested words say', () => {
    const words = frenchSpaces({
      a: { title: (name: string) => `Fermer « ${name} » ?` },
      b: ['Oui !'],
      c: () => ({ happened: 'Non : rien' }),
    });
    expect(words.a.title('Dr X')).toBe(`Fermer «${NB}Dr X${NB}»${NB}?`);
    expect(words.b).toEqual([`Oui${NB}!`]);
    expect(words.c()).toEqual({ happened: `Non${NB}: rien` });
  });

  test('every French sentence has them, no English one', async () => {
    const [fr, en] = [await messagesFor('fr'), await messagesFor('en')];
    expect(fr.errors.NotAPairingCode({ type: 'NotAPairingCode' }).todo).toContain(`«${NB}`);
    expect(JSON.stringify(fr)).not.toMatch(/ [;:?!»]|« /);
    expect(JSON.stringify(en)).not.toContain(NB);
  });
});
