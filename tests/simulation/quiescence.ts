/** Turns of the event loop without anything under way before all is taken to be at rest. */
const QUIET_TURNS = 5;

let underWay = 0;
let isCounting = false;

const counted =
  <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    underWay += 1;
    try {
      return await act(...args);
    } finally {
      underWay -= 1;
    }
  };

/**
 * WebCrypto answers from other threads, whenever they are done: what it has under way is counted,
 * so that virtual time stands still until it has answered.
 */
export function countWebCrypto(): void {
  if (isCounting) return;
  isCounting = true;
  const { subtle } = globalThis.crypto;
  const names = [
    'digest',
    'sign',
    'verify',
    'encrypt',
    'decrypt',
    'importKey',
    'exportKey',
    'deriveBits',
    'deriveKey',
    'generateKey',
  ] as const;
  for (const name of names) {
    const method = subtle[name].bind(subtle) as (...args: unknown[]) => Promise<unknown>;
    Object.defineProperty(subtle, name, { value: counted(method), configurable: true });
  }
}

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Waits until every promise that can go on without the passing of virtual time has done so. */
export async function untilQuiet(): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS;) {
    await turn();
    quiet = underWay === 0 ? quiet + 1 : 0;
  }
}
