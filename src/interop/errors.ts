/** Why a file was refused. A refused file gives nothing: no entry, no part. */
export type InteropError =
  | { readonly type: 'Empty' }
  /** Over a limit of `limits.ts`, which `limit` names. */
  | { readonly type: 'TooLarge'; readonly limit: LimitName }
  /** An XML document type: entities and outside files come with it. */
  | { readonly type: 'DoctypeRefused' }
  /** Recognised, and then not what its format says. `what` names the place, never content. */
  | { readonly type: 'NotReadable'; readonly what: string }
  /** A ZIP or a PDF behind a password. */
  | { readonly type: 'Encrypted' };

export type LimitName =
  'file' | 'structured' | 'text' | 'zipEntries' | 'zipRatio' | 'zipBytes' | 'depth' | 'entries';

export const notReadable = (what: string): InteropError => ({ type: 'NotReadable', what });
export const tooLarge = (limit: LimitName): InteropError => ({ type: 'TooLarge', limit });
