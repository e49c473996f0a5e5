import type { Result } from '#base/result.ts';
import type { InteropError } from '#interop/errors.ts';
import type { Found, FoundEntry } from '#interop/found.ts';

/** A file's report for a terminal, one fact a line. */
export function toLines(path: string, found: Result<Found, InteropError>): string[] {
  if (!found.ok) return [printable(`${path}: refused: ${errorWords(found.error)}`)];
  const { kind, title, person, entries, files, none, warnings, verdict } = found.value;
  return [
    `${path}: ${kind}: ${title}`,
    ...(person ? [`  about ${person.name} ${person.birthDate ?? ''} ${person.ins ?? ''}`] : []),
    ...(verdict ? [`  signature: ${verdict.type} ${verdict.issuer ?? ''}`] : []),
    ...entries.map((entry) => `  ${entryWords(entry)}`),
    ...none.map((section) => `  ${section}: none, says the source`),
    ...files.slice(1).map(({ name, bytes }) => `  carries ${name} (${String(bytes.length)} bytes)`),
    ...warnings.map(({ type, detail, count }) => `  warning: ${type} ${detail} × ${String(count)}`),
  ].map(printable);
}

const errorWords = (error: InteropError): string => Object.values(error).join(' ');

const entryWords = ({ section, fields }: FoundEntry): string =>
  `${section}: ${Object.entries(fields)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')
    .slice(0, 400)}`;

/** A terminal acts on control characters: a file must not speak to it. */
const printable = (line: string): string =>
  line.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').trimEnd();
