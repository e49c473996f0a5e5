/** Whether this tab is the one that may run the vault. */
export type TabState = 'held' | 'elsewhere';

export type TabLock = {
  /** "Utiliser ici": asks the other tab to let go, then takes the lock, from a frozen tab too. */
  takeHere(): Promise<void>;
  /** Lets go for good. */
  close(): void;
  /** False where the browser has no Web Locks: nothing keeps a second tab away, and we say so. */
  readonly isGuarded: boolean;
};

/** What a tab needs to know of the others. */
export type TabPlatform = {
  readonly locks: LockManager | undefined;
  readonly openChannel: (name: string) => BroadcastChannel;
};

const NAME = 'carnet-vault';
/** How long a tab that was asked has to answer before it is taken for frozen. */
const ANSWER_MS = 1_000;
/** How long a tab that let go keeps the lock for the one that asked. */
const HANDOVER_MS = 3_000;

const browser = (): TabPlatform => ({
  // Absent outside secure contexts and from older browsers.
  locks: (navigator as Partial<Navigator>).locks,
  openChannel: (name) => new BroadcastChannel(name),
});

/**
 * One tab holds the vault. Waits in the background for the lock of another tab that closes.
 * @param changed told the first state, then each change. When it returns from 'elsewhere',
 *   whatever wrote to the device must have been stopped: the other tab starts then.
 */
export function createTabLock(
  changed: (state: TabState) => void,
  platform: TabPlatform = browser(),
): TabLock {
  const { locks } = platform;
  if (!locks) {
    changed('held');
    return { takeHere: () => Promise.resolve(), close: () => undefined, isGuarded: false };
  }
  const channel = platform.openChannel(NAME);
  let state: TabState | undefined;
  let isClosed = false;
  let isTaking = false;
  let release = (): void => undefined;
  let waiting = new AbortController();
  let answered = (): void => undefined;

  const announce = (next: TabState): void => {
    if (state === next || isClosed) return;
    state = next;
    changed(next);
  };
  const hold = (lock: Lock | null): Promise<void> | undefined => {
    if (!lock || isClosed) return undefined;
    isTaking = false;
    announce('held');
    return new Promise((resolve) => {
      release = resolve;
    });
  };
  const contend = async (): Promise<void> => {
    for (let isFirst = true; !isClosed; isFirst = false) {
      waiting = new AbortController();
      const wait = isFirst ? { ifAvailable: true } : { signal: waiting.signal };
      await endOf(locks.request(NAME, isTaking ? { steal: true } : wait, hold));
      announce('elsewhere');
    }
  };
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === 'gone') answered();
    if (data !== 'let go' || state !== 'held') return;
    announce('elsewhere');
    channel.postMessage('gone');
    setTimeout(release, HANDOVER_MS);
  };
  void contend();

  return {
    isGuarded: true,
    async takeHere() {
      if (state === 'held') return;
      await new Promise<void>((resolve) => {
        answered = resolve;
        setTimeout(resolve, ANSWER_MS);
        channel.postMessage('let go');
      });
      isTaking = true;
      waiting.abort();
      release();
    },
    close() {
      isClosed = true;
      waiting.abort();
      release();
      channel.close();
    },
  };
}

/** A request ends by release, or by an abort: ours while it waits, another tab's that steals. */
async function endOf(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!isAbort(error)) throw error;
  }
}

const isAbort = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
