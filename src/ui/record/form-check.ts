import { tick } from 'svelte';

/**
 * True when no control of the form shows an error (`data-wrong`: of those that ARIA has no word for); else the first that does gets the focus. A
 * control that checks itself when it is left is left first.
 */
export async function isFormRight(form: HTMLFormElement): Promise<boolean> {
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
  await tick();
  const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong]');
  wrong?.focus();
  return wrong === null;
}
