import { Worker } from 'node:worker_threads';
import type { InteropError } from '#interop/errors.ts';
import type { Warning } from '#interop/found.ts';
import type { Sample } from './samples.ts';

/** What became of one sample. */
export type Outcome = { readonly ms: number } & (
  | {
      readonly type: 'found';
      readonly kind: string;
      readonly entries: number;
      readonly sections: Readonly<Record<string, number>>;
      readonly warnings: readonly Warning[];
      readonly verdict: string | undefined;
    }
  | { readonly type: 'refused'; readonly error: InteropError }
  | { readonly type: 'failed'; readonly why: string }
);

/** As in the app: a file that takes longer ends its worker. */
const MAX_MS = 10_000;
const MAX_HEAP_MB = 512;

/** Reads samples one after the other in a worker, and makes a new one when it had to be ended. */
export class Reader {
  #worker: Worker | undefined;

  async read(sample: Sample): Promise<Outcome> {
    this.#worker ??= new Worker(new URL('./reader-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    const worker = this.#worker;
    const start = performance.now();
    const outcome = await this.#ask(worker, sample);
    const result = { ...outcome, ms: performance.now() - start } as Outcome;
    if (result.type === 'failed') await this.close();
    return result;
  }

  #ask(worker: Worker, sample: Sample): Promise<object> {
    return new Promise((resolve) => {
      const settle = (value: object): void => {
        clearTimeout(timer);
        worker.off('message', settle);
        worker.off('error', fail);
        resolve(value);
      };
      const fail = (failure: unknown): void => settle({ type: 'failed', why: String(failure) });
      const timer = setTimeout(() => settle({ type: 'failed', why: 'did not end' }), MAX_MS);
      worker.on('message', settle);
      worker.on('error', fail);
      worker.postMessage({ name: sample.name, bytes: sample.bytes() });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }
}
