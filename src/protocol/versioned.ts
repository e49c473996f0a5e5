import { decodeWith, notDecodable, type NotDecodable, type Reader } from '#base/codec.ts';
import { err, type Result } from '#base/result.ts';

/** Made by a later version of the app: kept as it is, not applied, and said ("mettez à jour"). */
export type Newer = { readonly type: 'Newer'; readonly what: string };

export const newer = (what: string): Newer => ({ type: 'Newer', what });

const VERSION_BYTES = 4;

/**
 * Decodes what begins with a u32 version [P6]: a version above `newest` is `Newer` whatever
 * follows, version 0 is not decodable, and `read` gets what stands after it.
 */
export function decodeVersioned<T>(
  bytes: Uint8Array,
  what: string,
  newest: number,
  read: (reader: Reader, version: number) => T,
): Result<T, NotDecodable | Newer> {
  const version = decodeWith(bytes.subarray(0, VERSION_BYTES), what, (reader) =>
    reader.u32(`${what}: version`),
  );
  if (!version.ok) return version;
  if (version.value === 0) return err(notDecodable(`${what}: version`));
  if (version.value > newest) return err(newer(what));
  return decodeWith(bytes.subarray(VERSION_BYTES), what, (reader) => read(reader, version.value));
}
