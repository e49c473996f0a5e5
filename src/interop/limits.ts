/** What an import may hold. Beyond, a file is refused in one sentence and nothing is written. */
const MIB = 1024 * 1024;
export const limits = {
  fileBytes: 2048 * MIB,
  /** A file that is parsed whole. */
  structuredBytes: 100 * MIB,
  textBytes: 25 * MIB,
  zipEntries: 10_000,
  /** Inflated bytes to one byte compressed, beyond the first MiB. */
  zipRatio: 100,
  zipBytes: 500 * MIB,
  xmlDepth: 200,
  jsonDepth: 100,
  /** Entries that one file can give. */
  entries: 200_000,
} as const;
