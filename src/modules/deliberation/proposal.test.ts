import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { drawOf, orderCards, proposalShape, talliesOf } from './proposal.ts';
import { branches, typedProposal } from './testing/consultation-scene.server.ts';

const vote = fc.record({
  vote: fc.constantFrom(1 as const, 0 as const, -1 as const),
  verified: fc.boolean(),
});

describe('tallies', () => {
  it('tells nothing of fewer than five voters, those of a room apart', () => {
    const four = Array.from({ length: 4 }, () => ({ vote: 1 as const, verified: true }));
    const inRoom = { vote: -1 as const, verified: false };
    expect(talliesOf([...four, inRoom, inRoom])).toEqual({ verified: null, room: null });
    expect(talliesOf([...four, { vote: 0, verified: true }, inRoom])).toEqual({
      verified: { agree: 4, disagree: 0, pass: 1 },
      room: null,
    });
  });

  it('counts everyone once, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(vote, { maxLength: 40 }), (votes) => {
        const { verified, room } = talliesOf(votes);
        const sure = votes.filter((one) => one.verified).length;
        const total = (tally: typeof verified) =>
          tally ? tally.agree + tally.disagree + tally.pass : undefined;
        expect(total(verified)).toBe(sure < 5 ? undefined : sure);
        expect(total(room)).toBe(votes.length - sure < 5 ? undefined : votes.length - sure);
        expect(talliesOf(votes.toReversed())).toEqual({ verified, room });
      }),
      { numRuns: 100 },
    );
  });
});

describe('the order of cards', () => {
  const cards = fc.uniqueArray(fc.record({ id: fc.uuid(), voters: fc.nat(3) }), {
    selector: ({ id }) => id,
    maxLength: 20,
  });

  it('puts those with the fewest votes first, all of them, the same each time for one person', () => {
    fc.assert(
      fc.property(cards, fc.string(), (some, seed) => {
        const ordered = orderCards(some, seed);
        expect(ordered.map(({ voters }) => voters)).toEqual(some.map(({ voters }) => voters).toSorted());
        expect(ordered.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
          some.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        );
        expect(orderCards(some.toReversed(), seed)).toEqual(ordered);
      }),
      { numRuns: 100 },
    );
  });

  it('differs between people', () => {
    const some = Array.from({ length: 12 }, (_, index) => ({ id: `card-${index}`, voters: 0 }));
    expect(orderCards(some, 'ana')).not.toEqual(orderCards(some, 'bo'));
  });

  it('draws as FNV-1a does', () => {
    expect([drawOf(''), drawOf('a'), drawOf('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  });
});

describe('a proposal that was typed', () => {
  const read = (typed: object) => proposalShape(branches).safeParse({ ...typedProposal, ...typed });

  test.each([
    [{}, ['lien'], ['Qui garde les clés ?']],
    [{ kind: 'drop', places: ['eau'], wordings: 'reste' }, ['eau'], []],
    [
      { kind: 'merge', places: ['accueil', 'entraide', 'accueil'] },
      ['accueil', 'entraide'],
      ['Qui garde les clés ?'],
    ],
    [
      { kind: 'split', places: ['eau'], wordings: 'L’été ?\r\n\n L’hiver ?' },
      ['eau'],
      ['L’été ?', 'L’hiver ?'],
    ],
    [{ kind: 'free', places: [], wordings: '' }, [], []],
  ])('%j is understood', (typed, places, wordings) => {
    expect(read(typed).data).toMatchObject({ places, wordings });
  });

  test.each([
    [{ places: ['accueil'] }, 'places'],
    [{ kind: 'change', places: ['lien'] }, 'places'],
    [{ kind: 'merge', places: ['accueil'] }, 'places'],
    [{ kind: 'split', places: ['eau'], wordings: 'Une seule' }, 'wordings'],
    [{ wordings: ' ' }, 'wordings'],
    [{ title: '\t' }, 'title'],
    [{ reason: '' }, 'reason'],
    [{ kind: 'burn' }, 'kind'],
    [{ title: 'x'.repeat(201) }, 'title'],
  ])('%j is refused at %s', (typed, field) => {
    expect(read(typed).error?.issues.map(({ path }) => path[0])).toContain(field);
  });
});
