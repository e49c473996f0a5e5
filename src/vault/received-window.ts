import type { EntryId } from '#base/ids.ts';
import type { Op } from '#protocol/op.ts';
import { decodeWindowChange, decodeWindowPayload } from '#protocol/payload-codec.ts';
import type { WindowView } from './api.ts';
import { readWindow } from './window-content.ts';

/** What a window shows, put together from its ops; in memory only. */
export class ReceivedWindow {
  readonly texts = new Map<EntryId, string>();
  #about = '';
  #rev = 0;

  /** Whether anything was published yet. */
  get isShown(): boolean {
    return this.#rev > 0;
  }

  view(): WindowView {
    return readWindow(this.#about, this.texts);
  }

  take(op: Op, bytes: Uint8Array): void {
    const change = decodeWindowChange(op.publicPart);
    const payload = decodeWindowPayload(bytes);
    if (!change.ok || !payload.ok || 'inBlob' in payload.value) return;
    if (change.value.full) this.texts.clear();
    for (const { id, json } of payload.value.puts) this.texts.set(id, json);
    for (const id of payload.value.removed) this.texts.delete(id);
    this.#about = payload.value.about;
    this.#rev = payload.value.rev;
  }
}
