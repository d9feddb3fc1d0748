/**
 * Numbers in [0, 1) that look drawn by chance and are the same at every run with the same seed: a result that rests on
 * draws stays one that anybody can work out again. mulberry32: a 32-bit state, period 2³².
 *
 * @param seed any whole number; neighbouring seeds give unrelated series
 */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
