import { beforeAll, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { language } from '#ui/state/language.svelte.ts';
import Workshop from '#routes/atelier/+page.svelte';
import WholePage from '#routes/atelier/page/+page.svelte';
import {
  findFaults,
  findOverflowing,
  findSmallTargets,
  speakFrench,
  withPage,
} from './sheet-of-paper.ts';

beforeAll(speakFrench);

describe.each([
  ['the workshop', Workshop],
  ['a whole page', WholePage],
])('%s, where every component is', (_name, Page) => {
  test.each(['light', 'dark'] as const)('has no fault in the %s theme', async (theme) => {
    const screen = await render(Page);
    await withPage({ widthPx: 390, theme }, async () => {
      expect(await findFaults(screen.container)).toEqual([]);
    });
  });

  test('offers 44 px to the finger everywhere', async () => {
    const screen = await render(Page);
    expect(findSmallTargets(screen.container)).toEqual([]);
  });

  test.each([
    { widthPx: 320 },
    { widthPx: 390, letters: '200%' as const },
    { widthPx: 1280, letters: '200%' as const },
  ])('fits in $widthPx px with letters of $letters', async (options) => {
    const screen = await render(Page);
    await withPage(options, () => {
      expect(findOverflowing(screen.container)).toEqual([]);
    });
  });

  test('speaks English too', async () => {
    await language.use('en');
    const screen = await render(Page);
    expect(await findFaults(screen.container)).toEqual([]);
    await speakFrench();
  });
});
