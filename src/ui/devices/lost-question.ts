/** Kept on the device between the twelve words and the answer whether a device is lost. */
export const LOST_QUESTION = 'lost-device';
