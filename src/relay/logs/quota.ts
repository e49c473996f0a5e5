import type { AuthorId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import { limits } from '#protocol/limits.ts';
import { startOfDay, type OpenLog } from './open-log.ts';

type Quota = { readonly opsPerDay: number; readonly bytesPerDay: number };

/** The member's own quota; who may only deposit has one by default. */
function quotaOf(log: OpenLog, author: AuthorId): Quota | undefined {
  const member = log.state.members.get(author);
  if (!member) return undefined;
  if (member.quota) return member.quota;
  const { write, admin } = member.rights;
  if (write || admin) return undefined;
  return { opsPerDay: limits.depositsPerDay, bytesPerDay: limits.depositBytesPerDay };
}

/** Whether an author has had its share of today, with `bytes` more. */
export function isOverQuota(log: OpenLog, author: AuthorId, bytes: number, now: Instant): boolean {
  const quota = quotaOf(log, author);
  if (!quota) return false;
  const isToday = log.usageDay === startOfDay(now);
  const used = (isToday ? log.usage.get(author) : undefined) ?? { ops: 0, bytes: 0 };
  return used.ops >= quota.opsPerDay || used.bytes + bytes > quota.bytesPerDay;
}
