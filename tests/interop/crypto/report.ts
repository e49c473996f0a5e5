/** What a vector runner answers: how many vectors held, and a line for each that did not. */
export type Report = { readonly passed: number; readonly failed: readonly string[] };

export type Octets = Uint8Array<ArrayBuffer>;

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const bytesOf = (hex: string): Octets =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Runs every vector to its end: a throw is a failure of that vector, not of the run. */
export async function report<V>(
  vectors: readonly V[],
  nameOf: (vector: V) => string,
  holds: (vector: V) => boolean | Promise<boolean>,
): Promise<Report> {
  const failed: string[] = [];
  for (const vector of vectors) {
    const fault = await faultOf(vector, holds);
    if (fault !== undefined) failed.push(`${nameOf(vector)}: ${fault}`);
  }
  return { passed: vectors.length - failed.length, failed };
}

async function faultOf<V>(
  vector: V,
  holds: (vector: V) => boolean | Promise<boolean>,
): Promise<string | undefined> {
  try {
    return (await holds(vector)) ? undefined : 'another answer';
  } catch (failure) {
    return `threw ${String(failure)}`;
  }
}
