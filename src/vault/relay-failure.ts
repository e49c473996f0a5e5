import type { VaultError } from './errors.ts';
import type { RelayFailure } from './ports.ts';

/** What a person is told of a refusal by the relay's HTTP side. */
export function failureToError(failure: RelayFailure): VaultError {
  if (failure.type === 'RelayUnreachable') return failure;
  if (failure.status === 507) return { type: 'RelayFull' };
  if (failure.status === 429 || failure.reason === 'QUOTA') return { type: 'QuotaReached' };
  return { type: 'RelayRefused', reason: failure.reason };
}
