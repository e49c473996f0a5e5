import type { Bytes } from '#base/bytes.ts';
import { idToBytes, type MailboxId } from '#base/ids.ts';
import { hash, hashLabelled } from '#crypto/hash.ts';
import { labels } from '#crypto/labels.ts';
import { wordsFromBits } from '#crypto/words.ts';

/* A file of its own: with it comes the list of words, which nobody needs before pairing. */

const SAS_WORDS = 4;

/**
 * The four words that both people compare [P87].
 * @param answer slot 1 exactly as it was put
 */
export const sasWords = (fingerprint: Bytes, mailbox: MailboxId, answer: Uint8Array): string[] =>
  wordsFromBits(hashLabelled(labels.sas, fingerprint, idToBytes(mailbox), hash(answer)), SAS_WORDS);
