import type { FromFrame, OpenRequest, ToFrame } from './messages.ts';

export type LoadAsset = (address: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;

/** The frame's page in a form that Trusted Types let through: that page and no other. */
async function trustedPage(): Promise<string> {
  const { readerPage } = await import('virtual:reader-page');
  return (policy(readerPage)?.createHTML(readerPage) ?? readerPage) as string;
}

type HtmlPolicy = { readonly createHTML: (html: string) => unknown };
type PolicyFactory = {
  readonly createPolicy: (
    name: string,
    rules: { readonly createHTML: (html: string) => string },
  ) => HtmlPolicy;
};
let made: HtmlPolicy | undefined;

function policy(readerPage: string): HtmlPolicy | undefined {
  const factory = (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes;
  made ??= factory?.createPolicy('carnet-reader', {
    createHTML: (html) => {
      if (html !== readerPage) throw new TypeError('only the reading frame’s own page');
      return html;
    },
  });
  return made;
}

export type Reading = {
  readonly say: (message: ToFrame) => void;
  readonly end: () => void;
};

/**
 * Fills `frame` (sandboxed, `allow-scripts` alone) with the reading page and hands it one file.
 * What the frame says reaches `hear`; what pdf.js asks for is answered from the app's own files.
 */
export async function startReading(
  frame: HTMLIFrameElement,
  request: OpenRequest,
  loadAsset: LoadAsset,
  hear: (message: Exclude<FromFrame, { type: 'need' }>) => void,
): Promise<Reading> {
  const { port1: ours, port2: theirs } = new MessageChannel();
  const say = (message: ToFrame): void => {
    ours.postMessage(message);
  };
  ours.onmessage = ({ data }: MessageEvent<FromFrame>) => {
    if (data.type === 'need') void answerNeed(data, loadAsset, say);
    else hear(data);
  };
  frame.srcdoc = await trustedPage();
  await new Promise<void>((resolve) => {
    frame.addEventListener(
      'load',
      () => {
        resolve();
      },
      { once: true },
    );
  });
  // An opaque origin has no name to address: the port goes to this very frame.
  frame.contentWindow?.postMessage('port', '*', [theirs]);
  say(request);
  return {
    say,
    end: () => {
      ours.close();
    },
  };
}

async function answerNeed(
  { id, kind, name }: Extract<FromFrame, { type: 'need' }>,
  loadAsset: LoadAsset,
  say: (message: ToFrame) => void,
): Promise<void> {
  const { pdfAssetAddress } = await import('./pdf-assets.ts');
  const address = pdfAssetAddress(kind, name);
  const bytes = address === undefined ? undefined : await loadAsset(address);
  say({ type: 'asset', id, bytes });
}
