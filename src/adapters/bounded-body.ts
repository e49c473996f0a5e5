import { concat, type Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';

/** Reads a whole body, and stops as soon as it is longer than it may be. */
export async function readBody(
  response: Response,
  maxBytes: number,
): Promise<Result<Bytes, 'TooLong'>> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = response.body?.getReader();
  for (let step = await reader?.read(); step?.value; step = await reader?.read()) {
    sizeBytes += step.value.length;
    if (sizeBytes > maxBytes) {
      await reader?.cancel();
      return err('TooLong');
    }
    parts.push(step.value);
  }
  return ok(concat(...parts));
}
