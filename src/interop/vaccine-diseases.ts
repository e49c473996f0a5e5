/** A code of `diseases` of the section of immunizations. */
type Disease = string;

/**
 * What a vaccine of an ATC class protects from; longest prefix first. Source: WHO ATC/DDD index,
 * group J07.
 */
const byAtc: readonly (readonly [string, readonly Disease[]])[] = [
  ['J07AG5', ['haemophilus', 'diphtheria', 'tetanus', 'pertussis']],
  ['J07AH', ['meningococcus']],
  ['J07AJ51', ['pertussis', 'diphtheria', 'tetanus']],
  ['J07AJ52', ['pertussis', 'diphtheria', 'tetanus']],
  ['J07AG', ['haemophilus']],
  ['J07AJ', ['pertussis']],
  ['J07AL', ['pneumococcus']],
  ['J07AM51', ['tetanus', 'diphtheria']],
  ['J07AM', ['tetanus']],
  ['J07AN', ['tuberculosis']],
  ['J07AP', ['typhoid']],
  ['J07AF', ['diphtheria']],
  ['J07BA01', ['tickEncephalitis']],
  ['J07BA', ['japaneseEncephalitis']],
  ['J07BB', ['influenza']],
  ['J07BC01', ['hepatitisB']],
  ['J07BC02', ['hepatitisA']],
  ['J07BC20', ['hepatitisA', 'hepatitisB']],
  ['J07BD52', ['measles', 'mumps', 'rubella']],
  ['J07BD54', ['measles', 'mumps', 'rubella', 'chickenpox']],
  ['J07BD53', ['measles', 'rubella']],
  ['J07BD', ['measles']],
  ['J07BE', ['mumps']],
  ['J07BF', ['poliomyelitis']],
  ['J07BG', ['rabies']],
  ['J07BH', ['rotavirus']],
  ['J07BJ', ['rubella']],
  ['J07BK01', ['chickenpox']],
  ['J07BK02', ['shingles']],
  ['J07BK03', ['shingles']],
  ['J07BL', ['yellowFever']],
  ['J07BM', ['papillomavirus']],
  ['J07BN', ['covid19']],
  ['J07BX01', ['mpox']],
  ['J07BX03', ['covid19']],
  ['J07BX04', ['dengue']],
  ['J07BX05', ['rsv']],
  ['J07BX06', ['chikungunya']],
  ['J07CA01', ['diphtheria', 'poliomyelitis', 'tetanus']],
  ['J07CA02', ['diphtheria', 'pertussis', 'poliomyelitis', 'tetanus']],
  ['J07CA06', ['diphtheria', 'haemophilus', 'pertussis', 'poliomyelitis', 'tetanus']],
  ['J07CA09', ['diphtheria', 'haemophilus', 'pertussis', 'poliomyelitis', 'tetanus', 'hepatitisB']],
  ['J07CA12', ['diphtheria', 'pertussis', 'poliomyelitis', 'tetanus', 'hepatitisB']],
];

/** Undefined for a class that the table does not know. */
export function diseasesOfAtc(atc: string | undefined): Disease[] | undefined {
  if (atc === undefined) return undefined;
  const matching = byAtc.filter(([prefix]) => atc.startsWith(prefix));
  const [best] = matching.sort(([a], [b]) => b.length - a.length);
  return best && [...best[1]];
}
