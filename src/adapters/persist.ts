/** Whether the browser keeps this origin's data when the device runs short of room. */
export type Persistence =
  | 'persistent'
  /** It may be cleared by the browser. */
  | 'temporary'
  /** The browser does not say. */
  | 'unknown';

type StorageHost = { readonly storage?: Partial<StorageManager> };

/** Asks the browser to keep the data, and tells its answer. */
export async function askToPersist(host: StorageHost = navigator): Promise<Persistence> {
  const { storage } = host;
  if (!storage?.persist) return 'unknown';
  const isKept = (await storage.persisted?.()) === true || (await storage.persist());
  return isKept ? 'persistent' : 'temporary';
}

export type Room = { readonly usedBytes: number; readonly quotaBytes: number };

/** The browser's estimate; undefined when it gives none. */
export async function estimateRoom(host: StorageHost = navigator): Promise<Room | undefined> {
  const { usage, quota } = (await host.storage?.estimate?.()) ?? {};
  return usage === undefined || quota === undefined
    ? undefined
    : { usedBytes: usage, quotaBytes: quota };
}
