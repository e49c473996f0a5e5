import wasmAddress from 'zxing-wasm/reader/zxing_reader.wasm?url';

type Detector = { readonly detect: (image: ImageBitmapSource) => Promise<readonly Found[]> };
type Found = { readonly rawValue: string };

let detector: Promise<Detector> | undefined;

/** The reader of QR codes; its decoder comes from the app's own files. */
async function prepare(): Promise<Detector> {
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill');
  prepareZXingModule({ overrides: { locateFile: () => wasmAddress } });
  return new BarcodeDetector({ formats: ['qr_code'] });
}

/** The text of the first QR code in a picture or a video's present frame; undefined without one. */
export async function readQr(image: ImageBitmapSource): Promise<string | undefined> {
  detector ??= prepare();
  const [first] = await (await detector).detect(image);
  return first?.rawValue;
}

/** The same, for a file that may not be an image at all: then there is none in it. */
export async function readQrOfFile(file: Blob): Promise<string | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  return bitmap && readQr(bitmap);
}
