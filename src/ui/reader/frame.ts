/**
 * The script of the reading frame: draws a PDF or an image it is handed, and nothing else.
 * It is inlined in the frame's page beside pdf.js, which has set `pdfjsLib` and `pdfjsWorker`;
 * so it imports types only. No annotation is drawn: a PDF's links and forms stay inert.
 */
import type * as PdfJs from 'pdfjs-dist';
import type { FromFrame, OpenRequest, PdfAssetKind, ToFrame } from './messages.ts';

type Pdf = typeof PdfJs;
type PdfDocument = Awaited<ReturnType<Pdf['getDocument']>['promise']>;

const STYLE = `
  html { background: transparent; }
  body { margin: 0; padding: 12px; display: grid; gap: 12px; justify-items: center; }
  .page, img { position: relative; background: #fff; box-shadow: 0 0 0 1px #8886; }
  .page { overflow: clip; }
  canvas { display: block; width: 100%; height: 100%; }
  img { max-width: none; height: auto; }
  .textLayer { position: absolute; inset: 0; overflow: clip; line-height: 1;
    text-size-adjust: none; forced-color-adjust: none; transform-origin: 0 0; z-index: 0; }
  .textLayer :is(span, br) { color: transparent; position: absolute; white-space: pre;
    cursor: text; transform-origin: 0% 0%; }
  .textLayer ::selection { background: #f6c84488; }
  .textLayer { --min-font-size: 1; --text-scale-factor: calc(var(--total-scale-factor) * var(--min-font-size));
    --min-font-size-inv: calc(1 / var(--min-font-size)); }
  .textLayer > :not(.markedContent), .textLayer .markedContent span:not(.markedContent) {
    font-size: calc(var(--text-scale-factor) * var(--font-height, 0));
    transform: rotate(var(--rotate, 0deg)) scaleX(var(--scale-x, 1)) scale(var(--min-font-size-inv)); }
  .textLayer .markedContent { display: contents; }
`;
const MARGIN_PX = 24;

const pdf = (globalThis as unknown as { readonly pdfjsLib: Pdf }).pdfjsLib;
const awaited = new Map<number, (bytes: Uint8Array<ArrayBuffer> | undefined) => void>();
let port: MessagePort | undefined;
let zoom: (scale: number) => void = () => undefined;

const say = (message: FromFrame): void => {
  port?.postMessage(message);
};

/** Asks the page for what pdf.js carries: the frame itself reaches no network. */
class AskedOfThePage {
  fetch({ kind, filename }: { kind: PdfAssetKind; filename: string }): Promise<Uint8Array> {
    const id = awaited.size + 1;
    return new Promise((resolve, reject) => {
      awaited.set(id, (bytes) => {
        if (bytes) resolve(bytes);
        else reject(new Error(`no asset ${filename}`));
      });
      say({ type: 'need', id, kind, name: filename });
    });
  }
}

const openPdf = async (file: Blob): Promise<PdfDocument> =>
  pdf.getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    BinaryDataFactory: AskedOfThePage,
    useWorkerFetch: false,
    useSystemFonts: false,
    enableXfa: false,
    disableWorkerRendering: true,
    verbosity: 0,
  }).promise;

async function drawThumbnail(document: PdfDocument, widthPx: number): Promise<void> {
  const page = await document.getPage(1);
  const scale = widthPx / page.getViewport({ scale: 1 }).width;
  const viewport = page.getViewport({ scale });
  const canvas = new OffscreenCanvas(Math.round(viewport.width), Math.round(viewport.height));
  // A hidden frame gets no animation frames; printing draws without them.
  const target = canvas as unknown as HTMLCanvasElement;
  await page.render({ canvas: target, viewport, intent: 'print' }).promise;
  say({ type: 'thumbnail', image: await canvas.convertToBlob({ type: 'image/webp' }) });
}

async function thumbnailOfImage(file: Blob, widthPx: number): Promise<void> {
  const image = await createImageBitmap(file, { resizeWidth: widthPx, resizeQuality: 'high' });
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  say({ type: 'thumbnail', image: await canvas.convertToBlob({ type: 'image/webp' }) });
}

/** One page: its place is kept from the start, it is drawn when it comes near. */
class PageView {
  readonly element = document.createElement('section');
  readonly #source: PdfDocument;
  readonly #number: number;
  #drawn = 0;
  #turn = 0;

  constructor(source: PdfDocument, number: number, label: string, ratio: number) {
    this.#source = source;
    this.#number = number;
    this.element.className = 'page';
    this.element.setAttribute('aria-label', label);
    this.element.style.aspectRatio = String(ratio);
  }

  async draw(widthPx: number): Promise<void> {
    if (this.#drawn === widthPx) return;
    this.#drawn = widthPx;
    const turn = ++this.#turn;
    const page = await this.#source.getPage(this.#number);
    const natural = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: widthPx / natural.width });
    this.element.style.aspectRatio = String(natural.width / natural.height);
    const canvas = document.createElement('canvas');
    const density = Math.min(devicePixelRatio, 4096 / Math.max(viewport.width, viewport.height));
    canvas.width = Math.round(viewport.width * density);
    canvas.height = Math.round(viewport.height * density);
    const transform = [density, 0, 0, density, 0, 0];
    await page.render({ canvas, viewport, transform }).promise;
    const text = document.createElement('div');
    text.className = 'textLayer';
    text.style.setProperty('--total-scale-factor', String(viewport.scale));
    const textContentSource = page.streamTextContent();
    await new pdf.TextLayer({ textContentSource, container: text, viewport }).render();
    if (turn === this.#turn) this.element.replaceChildren(canvas, text);
  }
}

async function showPdf(source: PdfDocument, request: OpenRequest): Promise<void> {
  const first = (await source.getPage(1)).getViewport({ scale: 1 });
  const labelOf = (page: number): string =>
    request.pageLabel.replace('{page}', String(page)).replace('{pages}', String(source.numPages));
  const views = Array.from(
    { length: source.numPages },
    (_, index) => new PageView(source, index + 1, labelOf(index + 1), first.width / first.height),
  );
  let scale = 1;
  const near = new Set<PageView>();
  const width = (): number => Math.max(120, (document.body.clientWidth - MARGIN_PX) * scale);
  const drawNear = (): void => {
    for (const view of near) void view.draw(width());
  };
  const resize = (): void => {
    for (const view of views) view.element.style.width = `${String(width())}px`;
    drawNear();
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const view = views.find(({ element }) => element === entry.target);
        if (!view) continue;
        if (entry.isIntersecting) near.add(view);
        else near.delete(view);
      }
      drawNear();
    },
    { rootMargin: '600px' },
  );
  zoom = (next) => {
    scale = next;
    resize();
  };
  document.body.replaceChildren(...views.map(({ element }) => element));
  resize();
  for (const { element } of views) observer.observe(element);
  new ResizeObserver(resize).observe(document.documentElement);
  say({ type: 'opened', pages: source.numPages, heightPx: document.body.scrollHeight });
}

async function showImage(request: OpenRequest): Promise<void> {
  const image = document.createElement('img');
  image.alt = request.title;
  image.src = URL.createObjectURL(request.file);
  await image.decode();
  zoom = (scale) => {
    image.style.width = `calc((100vw - ${String(MARGIN_PX)}px) * ${String(scale)})`;
  };
  if (image.naturalWidth > innerWidth - MARGIN_PX) zoom(1);
  document.body.replaceChildren(image);
  say({ type: 'opened', pages: 1, heightPx: document.body.scrollHeight });
}

async function open(request: OpenRequest): Promise<void> {
  document.documentElement.style.colorScheme = request.colorScheme;
  document.title = request.title;
  const { kind, file, thumbnailWidth } = request;
  if (kind === 'image') {
    await (thumbnailWidth ? thumbnailOfImage(file, thumbnailWidth) : showImage(request));
    return;
  }
  const source = await openPdf(file);
  await (thumbnailWidth ? drawThumbnail(source, thumbnailWidth) : showPdf(source, request));
}

function hear(message: ToFrame): void {
  if (message.type === 'asset') awaited.get(message.id)?.(message.bytes);
  else if (message.type === 'zoom') zoom(message.scale);
  else {
    open(message).catch((error: unknown) => {
      const isLocked = error instanceof Error && error.name === 'PasswordException';
      say({ type: 'failed', reason: isLocked ? 'password' : 'damaged' });
    });
  }
}

const style = new CSSStyleSheet();
style.replaceSync(STYLE);
document.adoptedStyleSheets = [style];
document.body.tabIndex = 0;
addEventListener('message', (event) => {
  const [handed] = event.ports;
  if (event.source !== parent || port || !handed) return;
  port = handed;
  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    hear(data);
  };
});
