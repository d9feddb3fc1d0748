import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundAt } from './rhythm.ts';

const paris = (rhythm: 'daily' | 'weekly', instant: string) =>
  roundAt(rhythm, new Date(instant), 'Europe/Paris');

describe('the round that is due', () => {
  it('of the day begins at seven where the territory is, winter and summer', () => {
    expect(paris('daily', '2026-11-23T05:59:00Z')).toBe('2026-11-22');
    expect(paris('daily', '2026-11-23T06:00:00Z')).toBe('2026-11-23');
    expect(paris('daily', '2026-07-14T04:59:00Z')).toBe('2026-07-13');
    expect(paris('daily', '2026-07-14T05:00:00Z')).toBe('2026-07-14');
    expect(roundAt('daily', new Date('2026-11-23T06:00:00Z'), 'Indian/Reunion')).toBe('2026-11-23');
    expect(roundAt('daily', new Date('2026-11-23T06:00:00Z'), 'America/Martinique')).toBe('2026-11-22');
  });

  it('of the week begins on Monday at seven', () => {
    expect(paris('weekly', '2026-11-23T05:59:00Z')).toBe('2026-11-16');
    expect(paris('weekly', '2026-11-23T06:00:00Z')).toBe('2026-11-23');
    expect(paris('weekly', '2026-11-29T23:30:00Z')).toBe('2026-11-23');
  });

  it('never goes back as time passes', () => {
    const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 0, max: 10 ** 9 }),
        fc.constantFrom('daily', 'weekly'),
        (at, later, rhythm) => {
          const then = new Date(at.getTime() + later);
          const [one, other] = [at, then].map((instant) =>
            roundAt(rhythm as 'daily', instant, 'Europe/Paris'),
          );
          expect((one ?? '') <= (other ?? '')).toBe(true);
        },
      ),
    );
  });

  it('is every moment for those who are told at once', () => {
    expect(roundAt('at-once', new Date('2026-11-23T06:00:00Z'), 'Europe/Paris')).toBe('');
  });
});
