/** Something threw that nothing waited for: said to the person until they go on or reload. */
export class Trouble {
  isShown = $state(false);

  /** Of a window's `error` event: what a browser only remarks on carries no error. */
  threw = (event: Event): void => {
    if (event instanceof ErrorEvent && event.error instanceof Error) this.tell();
  };

  tell = (): void => {
    this.isShown = true;
  };

  dismiss = (): void => {
    this.isShown = false;
  };
}
