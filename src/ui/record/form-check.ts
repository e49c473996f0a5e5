import { tick } from 'svelte';

/**
 * True when no control of the form shows an error; else the first that does gets the focus. A
 * control that checks itself when it is left is left first.
 */
export async function isFormRight(form: HTMLFormElement): Promise<boolean> {
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
  await tick();
  const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  wrong?.focus();
  return wrong === null;
}
