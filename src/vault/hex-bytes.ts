import { mustGet } from '#base/assert.ts';
import { fromHex, type Bytes } from '#base/bytes.ts';

/** Bytes of hexadecimal text that this vault wrote itself. */
export function hexBytes(hex: string): Bytes {
  const bytes = fromHex(hex);
  return mustGet(bytes.ok ? bytes.value : undefined, 'text of our own is hexadecimal');
}
