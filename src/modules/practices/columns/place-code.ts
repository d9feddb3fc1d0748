/** How finely places are told apart: at level 26 of the map's grid of tiles a cell is some 60 cm wide at the equator. */
export const placeLevel = 26;

const cells = 2 ** placeLevel;

/** A place in the map's square world (Web Mercator), each from 0 to 1; x eastwards, y southwards. */
export function toWorld({ lng, lat }: { lng: number; lat: number }): { x: number; y: number } {
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return { x: clamp(lng / 360 + 0.5), y: clamp(y) };
}

function clamp(value: number): number {
  return Math.min(Math.max(value, 0), 1 - 1 / cells);
}

/**
 * The number of the cell a place falls in, on a curve that goes through all cells of a tile before it goes to the next,
 * at every level (Morton 1966, "A computer oriented geodetic data base"): so the places of any tile are those between
 * two numbers.
 *
 * @example placeCode({ lng: -180, lat: 85.06 }) // 0, the first cell of all
 */
export function placeCode(place: { lng: number; lat: number }): number {
  const { x, y } = toWorld(place);
  return cellCode(Math.floor(x * cells), Math.floor(y * cells));
}

/** The number of a cell of any level by its column and row: their bits, turn by turn. Up to 26 bits each: 52 in all, exact. */
export function cellCode(column: number, row: number): number {
  const low = spread(column & 0x1fff) + 2 * spread(row & 0x1fff);
  const high = spread(Math.floor(column / 0x2000)) + 2 * spread(Math.floor(row / 0x2000));
  return high * 2 ** 26 + low;
}

/** Thirteen bits, each followed by a zero. */
function spread(bits: number): number {
  let wide = bits;
  wide = (wide | (wide << 8)) & 0x00ff00ff;
  wide = (wide | (wide << 4)) & 0x0f0f0f0f;
  wide = (wide | (wide << 2)) & 0x33333333;
  return (wide | (wide << 1)) & 0x55555555;
}

/**
 * The level at which two cells part: the deepest whose cell holds both, and one more.
 *
 * @example partingLevel(0, 3 * 4 ** 25) // 1: they lie in different quarters of the world
 */
export function partingLevel(one: number, other: number): number {
  for (let level = 1; level <= placeLevel; level += 1) {
    const size = 4 ** (placeLevel - level);
    if (Math.floor(one / size) !== Math.floor(other / size)) return level;
  }
  return placeLevel + 1;
}
