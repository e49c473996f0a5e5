import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { signingKeyPairFromSeed, SIGNING_SEED_BYTES, type SigningKeyPair } from '#crypto/sign.ts';
import type { Bytes } from '#base/bytes.ts';

/**
 * The key that keyrings and grants pin: drawn at the relay's first start and kept in the data
 * folder, readable by its owner alone. Whoever restores the folder restores the relay.
 */
export async function loadRelayKey(
  folder: string,
  randomBytes: (length: number) => Bytes,
): Promise<SigningKeyPair> {
  const path = join(folder, 'relay.key');
  if (!existsSync(path)) await writeSeed(path, randomBytes(SIGNING_SEED_BYTES));
  const seed = await readFile(path);
  if (seed.length !== SIGNING_SEED_BYTES) throw new Error(`${path} is not a relay key.`);
  return signingKeyPairFromSeed(seed);
}

async function writeSeed(path: string, seed: Bytes): Promise<void> {
  const temporary = `${path}.part`;
  const file = await open(temporary, 'w', 0o600);
  await file.writeFile(seed);
  await file.sync();
  await file.close();
  await rename(temporary, path);
}
