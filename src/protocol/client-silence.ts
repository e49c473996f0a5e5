import { instant, type Instant } from '#base/time.ts';
import type { ClientSession, FollowedLog } from './client-events.ts';
import type { ClientPad } from './client-pad.ts';

const SILENCE_MS = 30_000;
/** A line so slow that it takes this much a second still brings what was handed to it. */
const SLOWEST_BYTES_PER_S = 4096;
const SEED_MS = 15 * 60_000;

/** The relay spoke, or a connection begins: silence is counted from now. */
export const heard = (pad: ClientPad): void => {
  pad.set({ heardAt: pad.now, isAsked: false });
};

/** When the silence of the relay is to be looked at; undefined without a connection. */
export function silenceEnds({ state, logs }: ClientPad): Instant | undefined {
  const { link, heardAt } = state;
  if (link === 'down' || heardAt === undefined) return undefined;
  return instant(heardAt + patienceMs([...logs.values()]));
}

/**
 * A line can be dead without either end knowing. Who has waited for an answer long enough ends
 * the connection and begins again; who waits for none asks for one first [P213].
 */
export function breakSilence(pad: ClientPad): void {
  const ends = silenceEnds(pad);
  if (ends === undefined || pad.now < ends) return;
  const { link, isAsked } = pad.state;
  const isAwaiting = link === 'connecting' || [...pad.logs.values()].some(awaitsAnswer);
  heard(pad);
  if (isAwaiting || isAsked) return pad.do({ type: 'disconnect' });
  pad.set({ isAsked: true });
  pad.send({ type: 'ping', nonce: 0 });
}

const awaitsAnswer = ({ stage, inFlight }: FollowedLog): boolean =>
  inFlight.size > 0 || stage === 'proving' || stage === 'seeding' || stage === 'catchingUp';

function patienceMs(logs: readonly FollowedLog[]): number {
  if (logs.some(({ stage }) => stage === 'seeding')) return SEED_MS;
  const bytes = logs.reduce((sum, { inFlightBytes }) => sum + inFlightBytes, 0);
  return SILENCE_MS + (1000 * bytes) / SLOWEST_BYTES_PER_S;
}

export const NEVER_HEARD: Pick<ClientSession, 'heardAt' | 'isAsked'> = {
  heardAt: undefined,
  isAsked: false,
};
