/**
 * Contrast of two opaque colours, from 1 (none) to 21 (black on white), as WCAG 2.2 defines it: (L1 + 0.05) /
 * (L2 + 0.05), L1 the relative luminance of the lighter one. Text needs 4.5, large text and marks need 3.
 * Both colours are `#rrggbb`; anything else throws.
 * @example contrast('#ffffff', '#777777') // 4.48
 */
export function contrast(one: string, other: string): number {
  const luminances = [luminance(one), luminance(other)];
  return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
}

/** Relative luminance, 0 to 1: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const channels = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour)?.slice(1);
  if (channels === undefined) throw new Error(`Not a #rrggbb colour: ${colour}`);
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const share = Number.parseInt(channel, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
