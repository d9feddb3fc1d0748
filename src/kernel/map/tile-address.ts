import { err, ok, type Result } from '#kernel/result.ts';

/** A square of the Web Mercator pyramid: level, column from the west, row from the north. */
export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

export interface TileAddressError {
  code: 'map.bad-tile-address';
  field: keyof TileAddress;
}

/** MapLibre goes no deeper; it also keeps 2^z an exact shift. */
const deepest = 24;

/**
 * Reads the three parts of a tile's address as they stand in its path.
 * Refuses what is not a plain whole number, a level beyond 24, a column or row outside its level.
 */
export function parseTileAddress(
  parts: Record<keyof TileAddress, string>,
): Result<TileAddress, TileAddressError> {
  const z = wholeNumber(parts.z, deepest);
  if (z === null) return err({ code: 'map.bad-tile-address', field: 'z' });
  const last = 2 ** z - 1;
  const x = wholeNumber(parts.x, last);
  if (x === null) return err({ code: 'map.bad-tile-address', field: 'x' });
  const y = wholeNumber(parts.y, last);
  if (y === null) return err({ code: 'map.bad-tile-address', field: 'y' });
  return ok({ z, x, y });
}

function wholeNumber(text: string, last: number): number | null {
  if (!/^(0|[1-9]\d{0,8})$/.test(text)) return null;
  const value = Number(text);
  return value <= last ? value : null;
}
