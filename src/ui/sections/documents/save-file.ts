import { MINUTE_MS } from '#base/time.ts';
import type { OpenedFile } from '#vault/api.ts';
import type { App } from '../../state/app.ts';

/** Hands the original to the browser's downloads, byte for byte, under its own name. */
export function saveFile({ blob, fileName }: OpenedFile, after: App['after']): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // Some browsers read the address after the click has returned.
  after(MINUTE_MS, () => {
    URL.revokeObjectURL(address);
  });
}
