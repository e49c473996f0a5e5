import '#app.css';
import axe from 'axe-core';
import { page } from 'vitest/browser';
import { language } from '#ui/state/language.svelte.ts';

/** What every component test needs before it draws: the tokens and the words. */
export async function speakFrench(): Promise<void> {
  await language.use('fr', 'Europe/Paris');
  await language.useDetails();
}

const BRIEF_MS = 1000;

/** Waits until what was coming into place is there, in its colours, or was given up; what turns or waits does not count. */
const settle = (): Promise<unknown> =>
  Promise.all(
    document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) <= BRIEF_MS)
      .map(({ finished }) => finished.catch(() => undefined)),
  );

/** Faults against WCAG 2.2 A and AA, `rule: element`. */
export async function findFaults(within: Element): Promise<string[]> {
  await settle();
  const { violations } = await axe.run(within, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // A component alone is not a page: what stands around it is not its fault.
    rules: {
      region: { enabled: false },
      'page-has-heading-one': { enabled: false },
      'landmark-one-main': { enabled: false },
      // 44 px are asked here, by `findSmallTargets`.
      'target-size': { enabled: false },
    },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const TARGETS = 'a[href], button, input:not([hidden]), select, textarea';
const LEAST_PX = 44;

/** Elements that can be pressed and offer less than 44 × 44 px to the finger. */
export function findSmallTargets(within: Element): string[] {
  return [...within.querySelectorAll<HTMLElement>(TARGETS)].flatMap((element) => {
    // A label is pressed in place of its control, the whole row in place of its title.
    const pressed =
      element.closest('label') ??
      (element.classList.contains('title') ? element.closest('li') : null) ??
      element;
    const { width, height } = pressed.getBoundingClientRect();
    const isShown = width > 1 && height > 1;
    const isSmall = Math.min(width, height) < LEAST_PX - 0.5;
    return isShown && isSmall ? [`${element.outerHTML.slice(0, 120)} ${width}×${height}`] : [];
  });
}

/** Elements that stick out of the window on the right, other than in what slides sideways. */
export function findOverflowing(within: Element): string[] {
  const edge = document.documentElement.clientWidth + 0.5;
  return [...within.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > edge)
    .filter((element) => !element.closest('.slide') && !element.closest('.visually-hidden'))
    .map((element) => element.outerHTML.slice(0, 120));
}

/** Runs `act` with letters of the given size, in a window of the given width. */
export async function withPage(
  options: { widthPx: number; letters?: '100%' | '200%'; theme?: 'light' | 'dark' },
  act: () => Promise<void> | void,
): Promise<void> {
  const root = document.documentElement;
  await page.viewport(options.widthPx, 844);
  root.style.fontSize = options.letters ?? '100%';
  if (options.theme) root.dataset['theme'] = options.theme;
  try {
    await act();
  } finally {
    root.style.fontSize = '';
    delete root.dataset['theme'];
    await page.viewport(390, 844);
  }
}
