import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { readShippedBytes } from '#kernel/shipped-data.server.ts';
import { seedPicture } from '#modules/records/index.server.ts';
import type { DemoPractice } from './demo-shapes.ts';
import type { Step } from './play-steps.ts';

/** The sizes that pictures of the demonstration are drawn in (`tooling/draw-demo-pictures.ts`), in pixels. */
const sizes = [
  { width: 320, height: 213 },
  { width: 960, height: 640 },
] as const;

/** Pictures that people added to a record. They were drawn for the demonstration, under the licence of its folder. */
export function pictureSteps(pictures: DemoPractice['pictures'], idOf: () => Id): Step[] {
  return pictures.map(({ on, by, file, alt }) => ({
    on,
    by,
    play: (inside: Context) =>
      seedPicture(inside, {
        recordId: idOf(),
        name: `${file}.webp`,
        contents: sizes.map((size) => ({
          ...size,
          bytes: readShippedBytes(`demo/pictures/${file}-${size.width}.webp`),
        })),
        description: alt,
        credit: 'Dessin d’exemple, Entrelacs',
        licence: 'CC-BY-SA-4.0',
      }),
  }));
}
