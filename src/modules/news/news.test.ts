import { describe, expect, it } from 'vitest';
import type { RecordCore } from '#modules/records/index.ts';
import { type News, isArrival, kindAt, newsActions, newsByDay } from './news.ts';

function news(id: string, at: string, recordId: string): News {
  const record = { id: recordId } as RecordCore;
  const common = { action: 'practice.changed', author: '', isArrival: false, changes: [], links: [] };
  return { id, at: new Date(at), record, comment: null, ...common };
}

describe('news by day', () => {
  it('is by the day of the territory, then by record, latest first', () => {
    const days = newsByDay(
      [
        news('4', '2026-11-23T00:30:00Z', 'garden'),
        news('3', '2026-11-22T23:30:00Z', 'shed'),
        news('2', '2026-11-22T23:10:00Z', 'garden'),
        news('1', '2026-11-22T22:30:00Z', 'garden'),
      ],
      'Europe/Paris',
    );
    const told = days.map(({ day, records }) => [
      day,
      records.map(({ record, news: ofRecord }) => [record.id, ofRecord.map(({ id }) => id)]),
    ]);
    expect(told).toEqual([
      [
        '2026-11-23',
        [
          ['garden', ['4', '2']],
          ['shed', ['3']],
        ],
      ],
      ['2026-11-22', [['garden', ['1']]]],
    ]);
  });
});

describe('what is news', () => {
  it('is what people wrote and decided, never who was invited, who answered, or what was reported or hidden', () => {
    expect(newsActions).toContain('practice.created');
    expect(newsActions).toContain('comment.created');
    for (const action of [
      'evaluation.invited',
      'evaluation.answered',
      'practice.contact-imported',
      'practice.deleted',
      'comment.deleted',
      'moderation.hidden',
      'report.made',
      'territory.person-invited',
      'attachment.moved',
    ]) {
      expect(newsActions).not.toContain(action);
    }
  });

  it('is an arrival when the record was made, brought back, or stops being a draft', () => {
    expect(isArrival('lever.created', {})).toBe(true);
    expect(isArrival('practice.restored', {})).toBe(true);
    expect(isArrival('action.changed', { visibility: { before: 'draft', after: 'public' } })).toBe(true);
    expect(isArrival('action.changed', { visibility: { before: 'members', after: 'public' } })).toBe(false);
    expect(isArrival('comment.created', {})).toBe(false);
  });
});

it('knows kinds by the first part of their addresses', () => {
  expect(kindAt('pratiques')).toBe('practice');
  expect(kindAt('practice')).toBeUndefined();
});
