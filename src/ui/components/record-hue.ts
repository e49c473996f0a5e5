/** The colours a record can have, one a person; `pine` is the holder's own at first. */
export const RECORD_HUES = ['pine', 'lake', 'plum', 'ochre', 'rose', 'olive', 'slate'] as const;
export type RecordHue = (typeof RECORD_HUES)[number];
