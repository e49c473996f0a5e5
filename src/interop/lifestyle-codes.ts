/** LOINC and SNOMED CT codes of habits to the record's topics. */
const topics: Readonly<Record<string, readonly string[]>> = {
  tobacco: [
    '72166-2',
    '8663-7',
    '11367-0',
    '63581-3',
    '229819007',
    '77176002',
    '365981007',
    '401201003',
    '266918002',
    '230056004',
    '230057008',
    '230058003',
    '63773-6',
    '8664-5',
    '74010-0',
  ],
  alcohol: ['74013-4', '11331-6', '160573003', '897148007', '11330-8', '882241000', '228273003'],
  activity: ['68516-4', '228450008', '256235009', '73985-4', '89555-7', '55411-3', '106068-0'],
  diet: ['364393001', '81663-7', '230125005', '88365-2'],
  sleep: ['93832-4', '258158006', '93831-6'],
  substances: ['363908000', '228366006', '363787002', '11343-1', '74204-9', '228423004'],
  exposure: ['87729-0', '16090371000119103', '102487004'],
  work: ['11341-5', '364703007', '74165-2', '21843-8', '85658-3'],
};
const topicByCode = new Map(
  Object.entries(topics).flatMap(([topic, codes]) => codes.map((code) => [code, topic] as const)),
);

/** `other` for a habit of another code. */
export const topicOf = (codes: readonly string[]): string =>
  codes.flatMap((code) => topicByCode.get(code) ?? [])[0] ?? 'other';

/** Values of smoking status and the like, LOINC answers and SNOMED CT. */
const frequencies: Readonly<Record<string, readonly string[]>> = {
  daily: [
    'LA18976-3',
    'LA18981-3',
    'LA18982-1',
    '449868002',
    '428071000124103',
    '428061000124105',
    '77176002',
    '160603005',
    '160604004',
    '160605003',
    '160606002',
  ],
  sometimes: ['LA18977-1', '428041000124106', '230059006'],
  past: ['LA15920-4', '8517006', '281018007', '82581004'],
  never: ['LA18978-9', '266919005', '105542008', '228274009'],
};
const frequencyByCode = new Map(
  Object.entries(frequencies).flatMap(([name, codes]) =>
    codes.map((code) => [code, name] as const),
  ),
);
export const frequencyOf = (codes: readonly string[]): string | undefined =>
  codes.flatMap((code) => frequencyByCode.get(code) ?? [])[0];
