import type { DocumentCategory } from '#record/sections/documents.ts';
import type { LabelledCoding } from './coding.ts';
import categoryData from './data/document-categories.json' with { type: 'json' };
import typeData from './data/document-types.json' with { type: 'json' };

/** The 114 types of document of JDV_J07 (`data/document-types.json`: source and date). */
export const documentTypes: readonly LabelledCoding[] = typeData.types;

const typeByCode: ReadonlyMap<string, LabelledCoding> = new Map(
  documentTypes.map((type) => [type.code, type]),
);

/** Undefined: a type of another value set, or of a newer one. */
export const documentTypeByCode = (code: string): LabelledCoding | undefined =>
  typeByCode.get(code);

/** A category, and its code in Mon espace santé (`data/document-categories.json`). */
export type DocumentCategoryNames = {
  readonly category: DocumentCategory;
  readonly mesCode: string;
  readonly label: string;
};
export const documentCategoryNames = categoryData.categories as readonly DocumentCategoryNames[];
