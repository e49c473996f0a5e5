import type { Locator } from '@playwright/test';
import { CANARY_LENGTH } from './canaries.ts';

const TEXT_BOXES = 'input:is(:not([type]), [type=text], [type=tel], [type=email]), textarea';

/**
 * Writes `canary`, and more that tells the fields apart, into every text field of a form, folded
 * ones included; a date into every date.
 * @returns how many text fields there were, and how many are too short for a canary
 */
export async function fillForm(
  form: Locator,
  canary: string,
): Promise<{ readonly texts: number; readonly short: number }> {
  await form.waitFor();
  for (const summary of await form.locator('details:not([open]) > summary').all()) {
    await summary.click();
  }
  for (const [part, digits] of Object.entries({ day: '7', month: '3', year: '1961' })) {
    for (const box of await form.locator(`.boxes .${part} input`).all()) await box.fill(digits);
  }
  const boxes = await form.locator(TEXT_BOXES).and(form.locator(':not(.boxes *)')).all();
  let short = 0;
  for (const [index, box] of boxes.entries()) {
    const limit = Number((await box.getAttribute('maxlength')) ?? Infinity);
    if (limit < CANARY_LENGTH) short++;
    await box.fill(`${canary}é${String(index)}`.slice(0, limit));
  }
  return { texts: boxes.length, short };
}
