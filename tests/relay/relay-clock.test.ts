import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRelayHttp } from '#adapters/relay-http.ts';
import { createTimers } from '#adapters/timers.ts';
import { HOUR_MS, instant, type Clock } from '#base/time.ts';
import { ok } from '#base/result.ts';
import { filterFromPreset } from '#record/presets.ts';
import { Watched, must } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';
import { allergy, newHolder, newPractitioner, pair, untilWord } from './people.ts';

describe('the clock of a device', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('far from the relay’s is said; one that is near is not', async () => {
    for (const [offMs, isSaid] of [
      [3 * HOUR_MS, true],
      [-3 * HOUR_MS, true],
      [0, false],
    ] as const) {
      const clock: Clock = { now: () => instant(Date.now() + offMs) };
      const holder = await newHolder(relay.url, { clock, timers: createTimers(clock) });
      await untilWord(holder, 'synced');
      const { vault, record } = holder;
      const safety = await Watched.on(vault, { type: 'safety', record });
      await vault.run({ type: 'syncNow' });
      const { notices } = await safety.until((all) => all.notices.includes('clockOff') === isSaid);
      expect(notices.includes('clockOff')).toBe(isSaid);
      await vault.lock();
    }
  });

  test('set back keeps no window open past the time that the relay was seen to say', async () => {
    const http = createRelayHttp({ origin: relay.url, fetch: (...asked) => fetch(...asked) });
    let aheadMs = 0;
    const getTime = () => Promise.resolve(ok(instant(Date.now() + aheadMs)));
    const holder = await newHolder(relay.url, { relay: { ...http, getTime } });
    const practitioner = await newPractitioner(relay.url);
    await allergy(holder, 'Latex');
    await untilWord(holder, 'synced');
    const until = instant(Date.now() + HOUR_MS);
    const { channel } = await pair(
      holder,
      practitioner,
      filterFromPreset('generalPractitioner'),
      until,
    );
    const { vault, record } = holder;
    const channels = await Watched.on(vault, { type: 'channels', record });
    await channels.until((all) =>
      all.some((one) => one.channel === channel && one.state === 'open'),
    );
    // The relay is two hours on; the device believes that none has passed.
    aheadMs = 2 * HOUR_MS;
    holder.wire.cut();
    must(await vault.run({ type: 'syncNow' }));
    await channels.until((all) => all.some((one) => one.state === 'expired'));
    aheadMs = 0;
    await vault.lock();
    must(await vault.unlock(''));
    const again = await Watched.on(vault, { type: 'channels', record });
    await again.until((all) => all.every((one) => one.state === 'expired'));
    await Promise.all([vault.lock(), practitioner.vault.lock()]);
  });
});
