import type { Messages } from '#i18n/index.ts';
import type { VaultError } from '#vault/errors.ts';
import { language } from '../state/language.svelte.ts';

type Sentences = ReturnType<Messages['errors']['Locked']>;

/** What happened, what is safe, what to do, in the person's language. */
export function errorSentences(error: VaultError): Sentences {
  // One function a member: the one of this member's type takes this member.
  const say = language.words.errors[error.type] as (error: VaultError) => Sentences;
  return say(error);
}

/** The same, as one line. */
export function errorLine(error: VaultError): string {
  const { happened, safe, todo } = errorSentences(error);
  return [happened, safe, todo].filter(Boolean).join(' ');
}
