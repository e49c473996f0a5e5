import { readQr } from './read-qr.ts';

export type CameraState = 'off' | 'starting' | 'on' | 'refused' | 'absent';

const LOOK_EVERY_MS = 150;

/** The device's camera looking for a QR code in a `<video>`: `camera.start(video, found)`. */
export class Camera {
  state = $state.raw<CameraState>('off');
  readonly #after: (delayMs: number, act: () => void) => () => void;
  #stream: MediaStream | undefined;
  #forget: () => void = () => undefined;

  constructor(after: (delayMs: number, act: () => void) => () => void) {
    this.#after = after;
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
      void readQr(video).then((text) => {
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
