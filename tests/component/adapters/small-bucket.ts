import { createDatabase } from '#adapters/database.ts';
import type { DatabasePlatform } from '#adapters/database-connection.ts';
import { largeValue } from '../../contract/large-value.ts';
import type { FillablePlatform } from '../../contract/store-devices.ts';

/** Storage Buckets, in part: storage of this origin with a quota of its own. */
type StorageBuckets = {
  open(name: string, options: { readonly quota: number }): Promise<{ indexedDB: IDBFactory }>;
};

/** Room for two large values and a half: with a filler of two, the next one does not fit. */
const QUOTA_BYTES = 20 * 1024 * 1024;

/** The browser's own database, in a new and empty part of its storage that can really be filled. */
export async function openSmallBucket(): Promise<FillablePlatform> {
  const { storageBuckets } = navigator as unknown as { storageBuckets: StorageBuckets };
  const bucket = await storageBuckets.open(crypto.randomUUID(), { quota: QUOTA_BYTES });
  const platform = (): DatabasePlatform => ({ indexedDB: bucket.indexedDB, IDBKeyRange });
  const filler = createDatabase('filler', platform);
  return {
    platform,
    setFull: async (isFull) => {
      const written = await filler.write(['chunks'], 'strict', (transaction) => {
        const store = transaction.objectStore('chunks');
        for (const key of ['1', '2']) {
          if (isFull) store.put(largeValue(), key);
          else store.delete(key);
        }
      });
      if (!written.ok) throw new Error(`the filler answered ${written.error.type}`);
    },
  };
}
