import { folded } from '#record/folded-text.ts';
import type { DocumentCategory } from '#record/sections/documents.ts';
import { documentCategories } from '#record/sections/documents.ts';

const MAX_TITLE_LENGTH = 200;

/** "bilan_lipidique-2026.pdf" → "Bilan lipidique 2026". */
export function titleOfFile(fileName: string): string {
  const plain = fileName
    .normalize('NFC')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/[_\s-]+/g, ' ')
    .trim();
  const title = plain === '' ? fileName : plain.charAt(0).toLocaleUpperCase() + plain.slice(1);
  return title.slice(0, MAX_TITLE_LENGTH);
}

/** The category that a file's name speaks of; `other` when it says nothing. */
export function categoryOfFile(
  fileName: string,
  wordsByCategory: Readonly<Record<string, readonly string[]>>,
): DocumentCategory {
  const name = ` ${folded(fileName)}`;
  return (
    documentCategories.find((category) =>
      wordsByCategory[category]?.some((word) => name.includes(` ${word}`)),
    ) ?? 'other'
  );
}
