/**
 * Gives the focus to the page's title after a change of page, so that a screen reader says where
 * it is and the keyboard starts there: `afterNavigate(({ type }) => type !== 'enter' && focusHeading(document))`.
 * True when there was a title to focus.
 */
export function focusHeading(page: ParentNode): boolean {
  const heading = page.querySelector<HTMLElement>('main h1');
  if (!heading) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
}
