import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeCsv } from '#kernel/tabular/write-csv.server.ts';
import { translators } from '#messages/index.ts';
import { groupNames } from './group-names.ts';
import { type College, roomKey } from './evaluation.ts';
import { reportJson } from './report-json.ts';
import { type Report, columnsOf, figureRows, voiceColumns, voiceRows } from './report.ts';
import { type Sheet, workOutResult } from './result.ts';
import { smallFramework } from './testing/small-framework.ts';

const elected: College = { key: 'elected', name: 'Élu·es', kind: 'named', threshold: null };
const residents: College = { key: 'residents', name: 'Habitant·es', kind: 'anonymous', threshold: 5 };
const staff: College = { key: 'staff', name: 'Agent·es', kind: 'anonymous', threshold: 5 };
const colleges = [elected, residents, staff];

function sheet(collegeKey: string, answers: Sheet['answers'], reason = ''): Sheet {
  const remarks: Sheet['remarks'] = reason ? { price: [{ kind: 'reason', text: reason }] } : {};
  return {
    respondentKey: 'k',
    subject: '1',
    collegeKey,
    signature: 'Une élue',
    consented: true,
    answers,
    remarks,
    details: {},
  };
}

function reportOf(sheets: Sheet[]): Report {
  const result = workOutResult({ colleges, content: smallFramework, sheets });
  return {
    title: 'La ressourcerie',
    url: 'http://essai.test/evaluations/x',
    licence: 'CC-BY-SA-4.0',
    state: 'published',
    closedAt: new Date('2026-11-20T10:00:00Z'),
    publishedAt: new Date('2026-11-23T10:00:00Z'),
    framework: {
      title: 'Essai',
      number: 1,
      url: 'http://essai.test/referentiels/x',
      content: smallFramework,
    },
    colleges,
    rules: [{ college: 'residents', least: 3, state: 'met' }],
    collective: [{ subject: '1', criterionId: 'price', answer: 3, reason: 'Trop juste.' }],
    priorities: [{ criterionId: 'price', words: 'Un tarif doux', dots: 4, outcomeId: null }],
    subjects: [{ key: '1', title: 'Ressourcerie', result }],
    locale: 'fr',
    nameOf: groupNames(colleges, translators.fr),
    names: { unverified: 'La salle', together: 'Ensemble' },
  };
}

/** Every file of a report, as it leaves. */
async function filesOf(report: Report): Promise<string> {
  const figures = await Array.fromAsync(writeCsv(columnsOf(report), figureRows(report)));
  const voices = await Array.fromAsync(writeCsv(voiceColumns, voiceRows(report)));
  return [...figures, ...voices, JSON.stringify(reportJson(report))].join('\n');
}

const many = (count: number, college: string, level: number, reason = '') =>
  Array.from({ length: count }, () => sheet(college, { price: level }, reason));

describe('the files of a report', () => {
  const report = reportOf([
    sheet('elected', { price: 5 }, 'Abordable.'),
    ...many(6, 'residents', 1, 'Trop cher'),
    ...many(2, 'staff', 3, 'Vu du bureau'),
  ]);

  test('give a line for each group on each dimension and criterion, with what the page shows', () => {
    const rows = figureRows(report);
    expect(rows).toHaveLength(2 * (2 + 3));
    expect(rows.find((row) => row['criterion'] === 'price' && row['group'] === 'Élu·es')).toMatchObject({
      dimension: 'access',
      shown: 'yes',
      level_5: 1,
      level_1: 0,
      median: 5,
      score: 1,
    });
    expect(rows.find((row) => row['criterion'] === '' && row['dimension'] === 'access')).toMatchObject({
      group: 'Élu·es',
      score: 1,
      coverage: 1,
    });
  });

  test('give each reason with its author in a named college, and with nobody in the others', () => {
    expect(voiceRows(report)).toContainEqual(
      expect.objectContaining({ group: 'Élu·es', signed: 'Une élue', text: 'Abordable.' }),
    );
    expect(voiceRows(report).filter(({ group }) => group === 'Autres')).toHaveLength(8);
    expect(JSON.stringify(voiceRows(report)).match(/Une élue/g)).toHaveLength(1);
  });

  test('say where groups differ before anything else, as the page does', () => {
    const [subject] = reportJson(report).subjects;
    expect(subject?.criteria[0]).toMatchObject({ id: 'price', verdict: 'differ', levels_apart: 3.5 });
    expect(subject?.agreement.map(({ group }) => group)).toEqual(['others', null]);
  });

  test('tell what the group answered together, its priorities and whom the session wanted', () => {
    expect(voiceRows(report)).toContainEqual(
      expect.objectContaining({ group: 'Ensemble', kind: 'collective', text: 'Trop juste.' }),
    );
    expect(reportJson(report)).toMatchObject({
      composition: [{ college: 'residents', wanted: 3, state: 'met' }],
      priorities: [{ criterion: 'price', text: 'Un tarif doux', dots: 4 }],
    });
    expect(reportJson(report).subjects[0]?.criteria[0]).toMatchObject({
      collective: { answer: 3, reason: 'Trop juste.' },
    });
  });

  test('tell how sure people were, and where evidence is, when the cell is shown', () => {
    const sure = sheet('elected', { price: 4 });
    sure.details = {
      price: { confidence: 3, evidence: [{ url: 'https://exemple.test/prix', words: 'Tarif' }] },
    };
    const told = reportOf([sure]);
    expect(figureRows(told).find(({ criterion }) => criterion === 'price')).toMatchObject({
      not_very_sure: 0,
      very_sure: 1,
    });
    expect(voiceRows(told)[0]).toMatchObject({ kind: 'evidence', url: 'https://exemple.test/prix' });
  });

  test('tell what a room answered apart, from five on', () => {
    const room = (count: number) => reportJson(reportOf(many(count, roomKey, 2))).subjects[0]?.unverified;
    expect(room(4)).toEqual({ shown: false });
    expect(room(5)).toMatchObject({ shown: true, respondents: 5 });
    expect(room(0)).toBeNull();
    const rows = figureRows(reportOf([sheet('elected', { price: 5 }), ...many(5, roomKey, 2)]));
    expect(rows.filter(({ group }) => group === 'La salle')).toHaveLength(3);
    expect(rows.find(({ group, criterion }) => group === 'Élu·es' && criterion === 'price')).toMatchObject({
      level_5: 1,
      level_2: 0,
    });
  });

  test('hold no figure of a criterion that too few people of a group answered, and say that it is hidden', () => {
    const hidden = figureRows(
      reportOf([...many(4, 'residents', 1, 'Secret'), sheet('residents', { help: 'dk' })]),
    );
    expect(hidden.find(({ criterion }) => criterion === 'price')).toEqual({
      subject: 'Ressourcerie',
      dimension: 'access',
      criterion: 'price',
      title: 'price',
      group: 'Habitant·es',
      respondents: 5,
      shown: 'no',
    });
  });
});

test('a college too small on the page is too small in the files: they are the same whatever it answered', async () => {
  const level = fc.integer({ min: 1, max: 5 });
  const few = fc.array(fc.tuple(level, fc.string({ maxLength: 8 })), { maxLength: 4 });
  const shown = [sheet('elected', { price: 4 }, 'Public')];
  const hidden = (answers: [number, string][]) =>
    answers.map(([price, reason]) => sheet('residents', { price }, reason));
  await fc.assert(
    fc.asyncProperty(few, async (answers) => {
      expect(await filesOf(reportOf([...shown, ...hidden(answers)]))).toBe(await filesOf(reportOf(shown)));
    }),
    { numRuns: 50 },
  );
});
