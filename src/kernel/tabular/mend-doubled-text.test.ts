import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mendDoubledText } from './mend-doubled-text.ts';

describe('a text that was encoded twice', () => {
  it.each([
    ['CafÃ© dâ€™Ã©tÃ©', 'Café d’été'],
    ['Ã‰cole Ã lâ€™air', 'École à l’air'],
    ['Â« Å“uvre Â»', '« œuvre »'],
    ['dâ\u0080\u0099Ã©tÃ©', 'd’été'],
    ['bien écrit, puis CafÃ©', 'bien écrit, puis Café'],
  ])('%s is %s', (read, meant) => {
    expect(mendDoubledText(read)).toBe(meant);
  });

  it.each(['« CAFÉ»', 'Île-d’Arz', 'ÂGE D’OR', 'São Paulo', 'À·b', 'â'])('%s stays', (text) => {
    expect(mendDoubledText(text)).toBe(text);
  });

  it('comes back whatever French it was', () => {
    const letters = fc.constantFrom(...'aeélàç ôœŒÉÀ’«»–e1,');
    fc.assert(
      fc.property(fc.string({ unit: letters }), (text) => {
        const doubled = new TextDecoder('windows-1252').decode(Buffer.from(text));
        // Programs may lose which space it was; nothing else.
        expect(mendDoubledText(doubled).replaceAll(/\s+/g, '')).toBe(text.replaceAll(/\s+/g, ''));
      }),
      { numRuns: 200 },
    );
  });
});
