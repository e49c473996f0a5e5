import { SvelteMap } from 'svelte/reactivity';
import type { FileHandle } from '#vault/api.ts';
import type { VaultState } from '../state/vault.svelte.ts';
import type { FromFrame } from './messages.ts';
import type { LoadAsset, Reading } from './reading-frame.ts';

/** Twice the width of a row's picture, for dense screens. */
const WIDTH_PX = 96;
const MAX_FILE_BYTES = 20 * 2 ** 20;

type Drawn = Extract<FromFrame, { type: 'thumbnail' | 'failed' }>;

/**
 * First pages in small, drawn by one hidden reading frame, one after the other, and kept in
 * memory until `clear`: `thumbnails.of(handle, sizeBytes)` is an address once it is drawn.
 */
export class Thumbnails {
  readonly #addresses = new SvelteMap<string, string>();
  // Read by no screen: what is asked twice is drawn once.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #asked = new Set<string>();
  readonly #vault: VaultState;
  readonly #loadAsset: LoadAsset;
  #turn: Promise<void> = Promise.resolve();
  #frame: HTMLIFrameElement | undefined;
  #reading: Reading | undefined;
  #drawn: (message: Drawn) => void = () => undefined;

  constructor(vault: VaultState, loadAsset: LoadAsset) {
    this.#vault = vault;
    this.#loadAsset = loadAsset;
  }

  of(handle: FileHandle, sizeBytes: number): string | undefined {
    const name = `${handle.from}/${handle.entry}`;
    if (!this.#asked.has(name) && sizeBytes <= MAX_FILE_BYTES) {
      this.#asked.add(name);
      this.#turn = this.#turn.then(() => this.#make(name, handle));
    }
    return this.#addresses.get(name);
  }

  clear(): void {
    for (const address of this.#addresses.values()) URL.revokeObjectURL(address);
    this.#addresses.clear();
    this.#asked.clear();
    this.#reading?.end();
    this.#frame?.remove();
    this.#reading = this.#frame = undefined;
    this.#turn = Promise.resolve();
  }

  async #make(name: string, handle: FileHandle): Promise<void> {
    await nextPaint();
    const opened = await this.#vault.openFile(
      handle.from === 'channel' ? { ...handle, glance: true } : handle,
    );
    const { kindOfFile } = await import('./file-kind.ts');
    const kind = opened.ok ? await kindOfFile(opened.value.blob) : 'other';
    if (!opened.ok || kind === 'other' || !this.#asked.has(name)) return;
    const drawn = await this.#draw(kind, opened.value.blob);
    if (drawn.type === 'thumbnail' && this.#asked.has(name)) {
      this.#addresses.set(name, URL.createObjectURL(drawn.image));
    }
  }

  async #draw(kind: 'pdf' | 'image', file: Blob): Promise<Drawn> {
    const request = {
      type: 'open',
      kind,
      file,
      title: '',
      pageLabel: '',
      colorScheme: 'light',
      thumbnailWidth: WIDTH_PX,
    } as const;
    const drawn = new Promise<Drawn>((resolve) => {
      this.#drawn = resolve;
    });
    if (this.#reading) this.#reading.say(request);
    else {
      const { startReading } = await import('./reading-frame.ts');
      this.#frame = hiddenFrame();
      this.#reading = await startReading(this.#frame, request, this.#loadAsset, (message) => {
        if (message.type !== 'opened') this.#drawn(message);
      });
    }
    return drawn;
  }
}

/** Rows come before their pictures. */
const nextPaint = (): Promise<number> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  });

function hiddenFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.hidden = true;
  document.body.append(frame);
  return frame;
}
