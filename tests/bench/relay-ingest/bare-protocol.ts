/** First byte of what the bare servers send: an acknowledgement, or a message of the room. */
export const ACK = Buffer.of(1);
export const FORWARD = Buffer.of(2);
