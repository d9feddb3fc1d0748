import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardFormula, unguardFormula } from './formula-guard.ts';

describe('guardFormula', () => {
  it.each(['=1+1', '+33 2 99', '-Atelier', '@nom', '\tx', '\rx', '-1+cmd'])('makes %j harmless', (cell) => {
    expect(guardFormula(cell)).toBe(`'${cell}`);
  });

  it.each(['-1.55', '+3', '-1,55', 'texte', "l'idée", ''])('leaves %j alone', (cell) => {
    expect(guardFormula(cell)).toBe(cell);
  });

  it('is undone exactly, and leaves nothing that a spreadsheet would run', () => {
    const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("'", '=', '-', '1', '.', '@') }));
    fc.assert(
      fc.property(cell, (text) => {
        const guarded = guardFormula(text);
        expect(unguardFormula(guarded)).toBe(text);
        expect(/^[=@\t\r]|^[+-](?!\d+([.,]\d+)?$)/.test(guarded)).toBe(false);
      }),
    );
  });
});
