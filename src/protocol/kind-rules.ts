import type { LogSort, Rights } from './access.ts';
import type { Refusal } from './messages.ts';
import type { OpKind } from './op.ts';

/**
 * What an author needs for a kind of op in a sort of log [P40]. `contribute`: any right that
 * lets one write there. `later` (specified, not taken yet): `admin` needed, then UNSUPPORTED.
 */
type Need = 'admin' | 'write' | 'deposit' | 'contribute' | 'later' | 'never';

const needs: Readonly<Record<OpKind, Readonly<Record<LogSort, Need>>>> = {
  access: { keyring: 'admin', record: 'admin', channel: 'admin' },
  update: { keyring: 'write', record: 'write', channel: 'never' },
  window: { keyring: 'never', record: 'never', channel: 'admin' },
  deposit: { keyring: 'never', record: 'never', channel: 'deposit' },
  attach: { keyring: 'contribute', record: 'contribute', channel: 'contribute' },
  detach: { keyring: 'contribute', record: 'contribute', channel: 'contribute' },
  snapshot: { keyring: 'admin', record: 'admin', channel: 'never' },
  erase: { keyring: 'later', record: 'later', channel: 'admin' },
};

/** Why these rights do not allow this kind here, or undefined. */
export function kindFault(sort: LogSort, kind: OpKind, rights: Rights): Refusal | undefined {
  const need = needs[kind][sort];
  switch (need) {
    case 'never':
      return 'FORBIDDEN';
    case 'later':
      return rights.admin ? 'UNSUPPORTED' : 'FORBIDDEN';
    case 'contribute':
      return rights.write || rights.deposit || rights.admin ? undefined : 'FORBIDDEN';
    case 'admin':
    case 'write':
    case 'deposit':
      return rights[need] ? undefined : 'FORBIDDEN';
  }
}

/** Rights that a member may be given in a sort of log [P26]. */
export const rightsFit = (sort: LogSort, rights: Rights): boolean =>
  rights.read &&
  (sort === 'channel' ? !rights.write && !(rights.deposit && rights.admin) : !rights.deposit);
