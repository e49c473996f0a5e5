import { exposeVault } from '#adapters/expose-vault.ts';
import type { EntryId } from '#base/ids.ts';
import { ok } from '#base/result.ts';
import type { CommandResult, QueryAnswer, VaultApi, VaultStatus } from '#vault/api.ts';

let watches = 0;
let isHanging = false;
const statusWatchers = new Set<() => void>();
const status = (): Promise<VaultStatus> =>
  Promise.resolve({ state: 'open', slots: watches > 0 ? ['passphrase'] : [], passkeys: [] });

/** Answers just enough to see what crosses: its status has a slot while anything is watched. */
const vault: VaultApi = {
  status,
  watchStatus: (next) => {
    const tell = (): void => void status().then(next);
    statusWatchers.add(tell);
    return Promise.resolve(() => statusWatchers.delete(tell));
  },
  unlock: async (passphrase) => {
    if (passphrase === 'never') await new Promise(() => undefined);
    throw new RangeError(`a bug about ${passphrase.length} characters`);
  },
  unlockWithPasskey: (credentialId, prf) => {
    throw new RangeError(`a bug about ${credentialId} and ${prf.length} bytes`);
  },
  lock: () => (isHanging ? new Promise(() => undefined) : Promise.resolve()),
  run: async (command) => {
    if (command.type === 'acceptRelay')
      void Promise.reject(new TypeError('nobody waited for this'));
    if (command.type === 'dropDraft') isHanging = true;
    const file = command.type === 'addDocument' ? command.file : new File([], 'none');
    const text = `${command.type} ${file.name} ${await file.text()}`;
    for (const tell of statusWatchers) tell();
    return ok({ entry: text as EntryId } as unknown as CommandResult<typeof command>);
  },
  watch: (query, next) => {
    watches++;
    let count = 0;
    const timer = setInterval(() => {
      next(ok([{ id: query.type, doneBytes: count++ }] as unknown as QueryAnswer<typeof query>));
    }, 5);
    return Promise.resolve(() => {
      watches--;
      clearInterval(timer);
    });
  },
  openFile: () => {
    const opened = { blob: new Blob(['plain']), mediaType: 'text/plain', fileName: 'a.txt' };
    return Promise.resolve(ok(opened));
  },
};

exposeVault(Promise.resolve(vault), self as unknown as Worker);
