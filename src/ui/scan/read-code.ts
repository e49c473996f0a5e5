import wasmAddress from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** The kinds of code that are looked for. */
export type CodeFormat = 'qr_code' | 'data_matrix';

type Detector = { readonly detect: (image: ImageBitmapSource) => Promise<readonly Found[]> };
type Found = { readonly rawValue: string };

const detectors = new Map<CodeFormat, Promise<Detector>>();

/** The reader of a kind of code; its decoder comes from the app's own files. */
async function prepare(format: CodeFormat): Promise<Detector> {
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill');
  prepareZXingModule({ overrides: { locateFile: () => wasmAddress } });
  return new BarcodeDetector({ formats: [format] });
}

/** The text of the first code in a picture or a video's present frame; undefined without one. */
export async function readCode(
  image: ImageBitmapSource,
  format: CodeFormat,
): Promise<string | undefined> {
  const detector = detectors.get(format) ?? prepare(format);
  detectors.set(format, detector);
  const [first] = await (await detector).detect(image);
  return first?.rawValue;
}

/** The same, for a file that may not be an image at all: then there is none in it. */
export async function readCodeOfFile(file: Blob, format: CodeFormat): Promise<string | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  return bitmap && readCode(bitmap, format);
}
