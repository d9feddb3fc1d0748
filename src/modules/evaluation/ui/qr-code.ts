import { encode } from 'uqr';

/** White modules that a reader needs around the symbol (ISO/IEC 18004, 6.3.8). */
const quietZone = 4;

/**
 * The QR code of a text, as the path of an SVG drawing whose unit is one module: black on the white of a square of
 * `side` units. Correction level M: one reads it with 15 % of it soiled or folded.
 *
 * @param text at most 2,331 bytes, which is more than any address here
 */
export function qrCode(text: string): { side: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: quietZone });
  return { side: size, path: data.flatMap(runsIn).join('') };
}

/** Black modules that follow each other on a line are one rectangle. */
function runsIn(line: readonly boolean[], y: number): string[] {
  return line.flatMap((isBlack, x) => {
    if (!isBlack || line[x - 1]) return [];
    const end = line.indexOf(false, x);
    const width = (end === -1 ? line.length : end) - x;
    return [`M${x} ${y}h${width}v1h-${width}z`];
  });
}
