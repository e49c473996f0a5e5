/** A short notice of what was just done, with the way back when there is one. */
export type Toast = { readonly id: number; readonly text: string; readonly undo?: () => void };

/** The notices on screen, newest last; ToastRegion shows them and lets them go. */
export class Toasts {
  #next = 1;
  list = $state.raw<readonly Toast[]>([]);

  show(text: string, undo?: () => void): void {
    const toast = { id: this.#next++, text, ...(undo ? { undo } : {}) };
    this.list = [...this.list.slice(-2), toast];
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
