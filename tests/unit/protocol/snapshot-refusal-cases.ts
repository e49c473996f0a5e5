import { blob, otherHash, record } from './refusal-worlds.ts';

/** The situations of the table of answers that are about snapshots. */
export const snapshotRefusalCases: Readonly<Record<string, () => Promise<string>>> = {
  async 'a snapshot that its own heads do not lead to'() {
    const { log, admin, writer } = await record();
    log.take(log.write(admin, 'update'));
    const heads = [{ author: writer.author, writer: writer.writer, seq: 1, hash: otherHash }];
    return log.answerTo(log.write(admin, 'snapshot', log.snapshotNow({ heads })));
  },
  async 'a snapshot of heads that are not where the chains end'() {
    const { log, admin, writer } = await record();
    log.take(log.write(writer, 'update'));
    const publicPart = log.snapshotNow();
    log.take(log.write(writer, 'update'));
    return log.answerTo(log.write(admin, 'snapshot', publicPart));
  },
  async 'a snapshot without one of the chains'() {
    const { log, admin, writer } = await record();
    const publicPart = log.snapshotNow();
    log.take(log.write(writer, 'update'));
    return log.answerTo(log.write(admin, 'snapshot', publicPart));
  },
  async 'a snapshot of other blobs than those attached'() {
    const { log, admin } = await record();
    const publicPart = log.snapshotNow({ attached: [{ blob, by: admin.author }] });
    return log.answerTo(log.write(admin, 'snapshot', publicPart));
  },
};
