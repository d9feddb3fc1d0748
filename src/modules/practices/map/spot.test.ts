import { describe, expect, it } from 'vitest';
import { drawSpot } from './spot.ts';

const redon = { name: 'Redon', population: 9500, position: [-2.085, 47.651] as const };
const beside = { name: 'Saint-Nicolas-de-Redon', population: 3200, position: [-2.08, 47.649] as const };
const allaire = { name: 'Allaire', population: 3900, position: [-2.163, 47.637] as const };

describe('the small drawing of where a practice is', () => {
  it('puts a place in its middle, with the towns around that leave room for each other', () => {
    const spot = drawSpot({ area: null, point: [-2.1, 47.65] }, [beside, allaire, redon]);
    expect(spot).toMatchObject({ path: '', point: { x: 160, y: 105 }, scale: { km: 2 } });
    expect(spot?.towns.map(({ name }) => name)).toEqual(['Redon', 'Allaire']);
    expect(spot?.towns[1]?.x).toBeLessThan(160);
  });

  it('shows the whole of an area, with its holes, and a scale that fits', () => {
    const ring = (size: number) =>
      [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, -1],
      ].map(([x = 0, y = 0]) => [-2 + x * size, 47 + y * size]);
    const spot = drawSpot(
      { area: { type: 'Polygon', coordinates: [ring(0.4), ring(0.1)] }, point: null },
      [],
    );
    expect(spot?.path.match(/M/g)).toHaveLength(2);
    const numbers = (spot?.path.match(/[\d.]+/g) ?? []).map(Number);
    expect(Math.min(...numbers)).toBeGreaterThan(0);
    expect(Math.max(...numbers)).toBeLessThan(320);
    expect(spot?.scale.km).toBe(50);
  });

  it('is none for what is nowhere', () => {
    expect(drawSpot({ area: null, point: null }, [redon])).toBeNull();
  });
});
