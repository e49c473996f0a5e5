import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Entry } from '#record/entry.ts';
import { folded } from '#record/folded-text.ts';
import { sectionByCode, sections } from '#record/registry.ts';
import type { ListFilter, Query, SectionList } from './api.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import { isShown, shownEntry } from './shown-entry.ts';
import { categoryOf, isStanding, lastAdded, total } from './view-pages.ts';

type Reading = Pick<OpenVault, 'views'>;

/** What a list of a section shows: from the section's first page, as long as that answers. */
export async function sectionList(
  { views }: Reading,
  { record, section, limit, ...filter }: Extract<Query, { readonly type: 'list' }>,
): Promise<Result<SectionList, VaultError>> {
  if (!isShown(section)) return err({ type: 'UnknownEntry' });
  if (isOpen(filter)) {
    const head = await views.head(record, section);
    if (!head.ok) return head;
    const { entries, isWhole, counts } = head.value ?? { entries: [], isWhole: false, counts: {} };
    if (isWhole || entries.length >= limit)
      return ok(listOf(entries, limit, counts, total(counts)));
  }
  const pages = await views.pages(record, section);
  if (!pages.ok) return pages;
  const fitting = pages.value.rows().flatMap(({ entry }) => (fits(entry, filter) ? [entry] : []));
  return ok(listOf(fitting, limit, pages.value.counts, fitting.length));
}

const listOf = (
  entries: readonly Entry[],
  limit: number,
  counts: SectionList['counts'],
  fitting: number,
): SectionList => ({ entries: entries.slice(0, limit).map(shownEntry), fitting, counts });

const isOpen = ({ category, text }: ListFilter): boolean =>
  category === undefined && folded(text ?? '') === '';

function fits(entry: Entry, { category, text = '' }: ListFilter): boolean {
  if (!isStanding(entry)) return false;
  if (category !== undefined && categoryOf(entry) !== category) return false;
  return folded(searchedText(entry)).includes(folded(text));
}

/** The words by which a person looks for an entry. */
function searchedText({ section: code, fields }: Entry): string {
  const section = sectionByCode(code);
  const names = section ? [...section.headline.title, ...(section.searched ?? [])] : [];
  const words = names.flatMap((name) => (Object.hasOwn(fields, name) ? [fields[name]].flat() : []));
  return words.filter((word) => typeof word === 'string').join(' ');
}

/** What was added last, of all that a window may show; a section is opened whole only if it must be. */
export async function recentEntries(
  { views }: Reading,
  record: LogId,
  limit: number,
): Promise<Result<readonly Entry[], VaultError>> {
  const found: Entry[] = [];
  for (const { code, projectable } of sections) {
    if (!projectable || code === 'identity' || sectionByCode(code)?.quiet) continue;
    const last = await lastOf(views, record, code, limit);
    if (!last.ok) return last;
    found.push(...last.value);
  }
  return ok(lastAdded(found, limit).map(shownEntry));
}

async function lastOf(
  views: Reading['views'],
  record: LogId,
  section: string,
  limit: number,
): Promise<Result<readonly Entry[], VaultError>> {
  const summary = await views.summary(record, section);
  if (!summary.ok) return summary;
  const { latest, counts } = summary.value ?? { latest: [], counts: undefined };
  const isEnough = counts && (latest.length >= limit || latest.length === total(counts));
  if (isEnough) return ok(latest);
  const pages = await views.pages(record, section);
  return pages.ok ? ok(pages.value.latest(limit)) : pages;
}
