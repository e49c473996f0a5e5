import { language } from '#ui/state/language.svelte.ts';

/** The workshop speaks by itself, without a vault. */
export async function load(): Promise<void> {
  await language.use('fr');
}
