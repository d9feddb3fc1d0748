import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from '../e2e/support/launch-browser.ts';
import { newSite, runSite } from '../e2e/support/run-site.ts';
import { becomeOwner, type Session, type Site } from '../e2e/support/site.ts';
import { projectRoot } from './support/project-files.ts';
import { type Picture, pictures } from './support/guide-pictures.ts';

/** `npm run pictures`: takes the pictures of the guides anew, on a demonstration territory made for the occasion. */

const screens: Readonly<Record<Picture['screen'], BrowserContextOptions>> = {
  phone: { viewport: { width: 390, height: 780 }, isMobile: true, deviceScaleFactor: 1.5 },
  desktop: { viewport: { width: 1100, height: 720 } },
};

/** Of WebP, from 0 to 100: letters stay sharp, and a picture weighs 25 to 60 kB. */
const quality = 55;

/** Takes one picture in a browser of its own; `owner` is the session of an owner of the territory. */
async function take(
  picture: Picture,
  { browser, site, owner }: { browser: Browser; site: Site; owner: Session },
): Promise<void> {
  const context = await browser.newContext({
    ...screens[picture.screen],
    baseURL: site.origin,
    locale: 'fr-FR',
    colorScheme: 'light',
    ...(picture.as === 'owner' && { storageState: owner }),
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await picture.open(page);
  // The same header on every picture would teach nothing.
  const heading = page.getByRole('heading', picture.from ? { name: picture.from } : { level: 1 }).first();
  await heading.evaluate((title) => scrollTo(0, scrollY + title.getBoundingClientRect().top - 24));
  // Pictures of cards come when they are scrolled to.
  await page.evaluate(() =>
    Promise.all(
      [...document.images]
        .filter((image) => image.getBoundingClientRect().top < innerHeight)
        .map((image) => image.decode()),
    ),
  );
  const file = path.join(projectRoot, 'docs', picture.file);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    file,
    await sharp(await shotOf(page))
      .webp({ quality, effort: 6 })
      .toBuffer(),
  );
  await context.close();
  console.log(picture.file);
}

/** With nothing that moves. */
function shotOf(page: Page): Promise<Buffer> {
  return page.screenshot({ animations: 'disabled', caret: 'hide' });
}

const { site, folder } = await newSite();
const running = await runSite(site);
const browser = await launchBrowser();
try {
  const owner = await becomeOwner(site);
  for (const picture of pictures) await take(picture, { browser, site, owner });
} finally {
  await browser.close();
  await running.stop();
  await rm(folder, { recursive: true });
}
