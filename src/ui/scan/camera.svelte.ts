import { readCode, type CodeFormat } from './read-code.ts';

export type CameraState = 'off' | 'starting' | 'on' | 'refused' | 'absent';

const LOOK_EVERY_MS = 150;

/** The device's camera looking for a code in a `<video>`: `camera.start(video, found)`. */
export class Camera {
  state = $state.raw<CameraState>('off');
  readonly #after: (delayMs: number, act: () => void) => () => void;
  readonly #format: CodeFormat;
  #stream: MediaStream | undefined;
  #forget: () => void = () => undefined;

  constructor(
    after: (delayMs: number, act: () => void) => () => void,
    format: CodeFormat = 'qr_code',
  ) {
    this.#after = after;
    this.#format = format;
  }

  async start(video: HTMLVideoElement, found: (text: string) => void): Promise<void> {
    this.state = 'starting';
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 } },
      });
      video.srcObject = this.#stream;
      await video.play();
    } catch (error) {
      const name = error instanceof DOMException ? error.name : '';
      this.stop();
      this.state = name === 'NotAllowedError' ? 'refused' : 'absent';
      return;
    }
    this.state = 'on';
    this.#look(video, found);
  }

  #look(video: HTMLVideoElement, found: (text: string) => void): void {
    this.#forget = this.#after(LOOK_EVERY_MS, () => {
      void readCode(video, this.#format).then((text) => {
        if (this.state !== 'on') return;
        if (text === undefined) this.#look(video, found);
        else {
          this.stop();
          found(text);
        }
      });
    });
  }

  stop(): void {
    this.#forget();
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
    this.state = 'off';
  }
}
