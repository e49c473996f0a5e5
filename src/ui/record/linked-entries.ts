import type { LogId } from '#base/ids.ts';
import type { Entry } from '#record/entry.ts';
import { sections } from '#record/registry.ts';
import type { Section } from '#record/section.ts';
import type { QueryState, VaultState } from '../state/vault.svelte.ts';
import { valueOf } from './entry-values.ts';

type Entries = QueryState<{ type: 'entries'; record: LogId; section: string }>;

const all: readonly Section[] = sections;

/** Names of the fields by which a section links to another. */
const linkFields = (section: Section, to: string): readonly string[] =>
  Object.entries(section.fields).flatMap(([name, field]) =>
    field.kind === 'links' && field.sections.includes(to) ? [name] : [],
  );

/** The sections that a section links to, or that link to it. */
const linkedSections = (section: Section): readonly string[] =>
  all
    .filter(
      (other) =>
        other.projectable &&
        (linkFields(section, other.code).length > 0 || linkFields(other, section.code).length > 0),
    )
    .map(({ code }) => code);

/** What stands in the sections that entries of one may be linked with, kept up to date. */
export const watchLinked = (
  vault: VaultState,
  record: LogId,
  section: Section,
): readonly Entries[] =>
  linkedSections(section).map((code) => vault.query({ type: 'entries', record, section: code }));

/** The entries that one names, and those that name it. */
export function linkedWith(entry: Entry, section: Section, answers: readonly Entries[]): Entry[] {
  const named = new Set(
    Object.entries(section.fields).flatMap(([name, field]) =>
      field.kind === 'links' ? ((valueOf(entry, name) ?? []) as string[]) : [],
    ),
  );
  return answers
    .flatMap(({ current }) => current?.entries ?? [])
    .filter(({ id, meta }) => meta.deletedAt === undefined && id !== entry.id)
    .filter((other) => named.has(other.id) || names(other, entry));
}

function names(other: Entry, entry: Entry): boolean {
  const section = all.find(({ code }) => code === other.section);
  return linkFields(section ?? emptySection, entry.section).some((name) =>
    ((valueOf(other, name) ?? []) as string[]).includes(entry.id),
  );
}

const emptySection = { fields: {} } as Section;
