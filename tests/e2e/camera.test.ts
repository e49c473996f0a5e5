import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type Page } from '@playwright/test';
import { findBrowser } from '../commands/browser.ts';
import { becomePractitioner, createNotebook, receivePatient } from './people.ts';

const WIDTH = 640;
const HEIGHT = 480;

/** What a camera in front of a picture sees, as raw video: two frames of it, shown again and again. */
async function filmOf(page: Page, picture: Buffer): Promise<Buffer> {
  const luma = await page.evaluate(
    async ({ base64, width, height }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(width, height);
      const brush = canvas.getContext('2d');
      if (!brush) throw new Error('no canvas');
      brush.fillStyle = '#888';
      brush.fillRect(0, 0, width, height);
      const side = Math.min(width, height) * 0.8;
      brush.drawImage(image, (width - side) / 2, (height - side) / 2, side, side);
      const { data } = brush.getImageData(0, 0, width, height);
      return Array.from({ length: width * height }, (_, index) => data[index * 4] ?? 0);
    },
    { base64: picture.toString('base64'), width: WIDTH, height: HEIGHT },
  );
  const frame = Buffer.concat([
    Buffer.from('FRAME\n'),
    Buffer.from(luma),
    Buffer.alloc((WIDTH * HEIGHT) / 2, 128),
  ]);
  const header = `YUV4MPEG2 W${String(WIDTH)} H${String(HEIGHT)} F10:1 Ip A1:1 C420jpeg\n`;
  return Buffer.concat([Buffer.from(header), frame, frame]);
}

test('un code tenu devant la caméra se lit sans toucher à rien', async ({ page, baseURL }) => {
  await createNotebook(page);
  await becomePractitioner(page, {
    name: 'Dr Nadia Martin',
    profession: 'Cardiologue',
    place: 'Nantes',
  });
  const folder = await mkdtemp(join(tmpdir(), 'carnet-camera-'));
  const film = join(folder, 'code.y4m');
  await writeFile(film, await filmOf(page, await receivePatient(page)));
  const { args, env, executablePath } = findBrowser();
  const browser = await chromium.launch({
    args: [
      ...args,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
    env: { ...process.env, ...env },
    ...(executablePath !== undefined && { executablePath }),
  });
  try {
    const context = await browser.newContext({
      ...(baseURL !== undefined && { baseURL }),
      locale: 'fr-FR',
      permissions: ['camera'],
      viewport: { width: 390, height: 844 },
    });
    const holder = await context.newPage();
    await createNotebook(holder);
    await holder.getByRole('link', { name: 'Montrer à un soignant' }).first().click();
    await expect(holder.getByText('Dr Nadia Martin')).toBeVisible({ timeout: 30_000 });
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
});
