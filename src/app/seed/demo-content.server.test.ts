import { describe, expect, test } from 'vitest';
import { emptyForm } from '#modules/practices/index.ts';
import { criteriaOf } from '#modules/framework/index.ts';
import { readShippedFrameworks } from '#modules/framework/index.server.ts';
import { readShippedLevers } from '#modules/knowledge/index.server.ts';
import { loadCommunes } from '#modules/territories/index.server.ts';
import type { DemoPractice } from './demo-shapes.ts';
import { readVoice } from './deliberation-steps.server.ts';
import { readSheet } from './evaluation-steps.server.ts';
import { known } from './play-steps.ts';
import { readShippedThemes } from './shipped-topics.server.ts';
import { readDemo } from './read-demo.server.ts';

/** As it was written: nothing slides on that day. */
const demo = readDemo(new Date('2026-11-23T09:00:00Z'));
const { practices, evaluations, deliberations, plan, pages, people, territory } = demo;
const shipped = new Map(readShippedFrameworks().map((content) => [content.id, content]));
/** With those the territory makes of them, whose criteria bear the same ids. */
const frameworks = new Map([
  ...shipped,
  ...deliberations.flatMap(({ framework }) =>
    framework ? [[framework.id, known(shipped, framework.from)] as const] : [],
  ),
]);

/** Every text of the demonstration with where it stands, ids and days left out. */
function textsOf(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === 'string') {
    return /^\d{4}(-\d{2})*$|^[a-z0-9-]+$|^https:/.test(value) ? [] : [[path, value]];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`));
}

const texts = textsOf({ practices, evaluations, deliberations, plan, pages }, 'demo');

/** Days between which things happen in one life, in the order they are told. */
function daysOf({ added, changes }: DemoPractice): string[] {
  return [
    ...(added ? [added.on] : []),
    ...changes.flatMap((change) => ('tried' in change ? [change.on, change.undone.on] : [change.on])),
  ];
}

describe('the practices of the demonstration', () => {
  test('stand in real communes, each at a point its commune can hold', async () => {
    const communes = await loadCommunes();
    const misplaced = practices.flatMap(({ id, commune = '', point, doubtful }) => {
      if (commune === '' || doubtful) return [];
      const found = communes.findByCode(commune);
      if (!found?.centre) return [`${id}: no commune ${commune}`];
      if (!point) return [];
      const { latitude, longitude, withinKm } = found.centre;
      const north = (point.lat - latitude) * 111.2;
      const east = (point.lng - longitude) * 111.2 * Math.cos((latitude * Math.PI) / 180);
      return Math.hypot(north, east) <= withinKm ? [] : [`${id} is too far from ${found.name}`];
    });
    expect(misplaced).toEqual([]);
  });

  test('are found in each commune of the territory', () => {
    const held = new Set(practices.map(({ commune }) => commune));
    expect(territory.communes.filter((code) => !held.has(code))).toEqual([]);
  });

  test.each(['purpose', 'status', 'sector', 'legalStatus', 'language'] as const)(
    'show every %s there is',
    (field) => {
      const choices = { purpose: 3, status: 5, sector: 11, legalStatus: 6, language: 3 };
      expect(new Set(practices.map((practice) => practice[field])).size).toBe(choices[field]);
    },
  );

  test('have names of their own, known themes and a known source', () => {
    expect(new Set(practices.map(({ id }) => id)).size).toBe(practices.length);
    const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);
    const { challenges, communities } = territory;
    // A topic that nothing is about would be an empty page.
    const used = (field: 'themes' | 'challenges' | 'communities') =>
      new Set(practices.flatMap((practice) => practice[field]));
    expect(used('themes')).toEqual(new Set(idsOf(readShippedThemes())));
    expect(used('challenges')).toEqual(new Set(idsOf(challenges)));
    expect(used('communities')).toEqual(new Set(idsOf(communities)));
    const sources = new Map(territory.sources.map((source) => [source.id, source]));
    const unsound = practices.filter(({ source, added }) => {
      const known = sources.get(source);
      return !known || (known.imported === undefined) !== (added !== undefined);
    });
    expect(unsound.map(({ id }) => id)).toEqual([]);
  });

  test('say that they are invented', () => {
    const marked = /\((exemple|example)\b/;
    const carriers = practices.map((practice) => practice.carriers).filter((carrier) => carrier !== '');
    expect(carriers.filter((carrier) => !marked.test(carrier))).toEqual([]);
    expect(people.filter(({ name }) => !marked.test(name))).toEqual([]);
    expect(territory.sources.filter(({ name }) => !/démonstration/.test(name))).toEqual([]);
    const links = [...practices.map(({ website }) => website), ...territory.sources.map(({ url }) => url)];
    expect(links.filter((link) => link !== undefined && new URL(link).host !== 'example.org')).toEqual([]);
  });

  test('change in what a form can change, one day after the other', () => {
    const fields = new Set(Object.keys(emptyForm));
    const changed = practices.flatMap(({ changes }) =>
      changes.flatMap((change) => Object.keys('was' in change ? change.was : change.tried)),
    );
    expect(changed.filter((field) => !fields.has(field))).toEqual([]);
    const lives = practices.map(daysOf);
    expect(lives).toEqual(lives.map((days) => days.toSorted()));
  });
});

describe('what people of the demonstration do', () => {
  test('is done by people who are described', () => {
    const names = new Set(people.map(({ id }) => id));
    const byWhom = JSON.stringify({ practices, evaluations, deliberations, plan, pages }).matchAll(
      /"by":"([^"]*)"/g,
    );
    expect([...byWhom].map(([, name = '']) => name).filter((name) => !names.has(name))).toEqual([]);
  });

  test('happened before the day it was written for', () => {
    const happened = JSON.stringify({ practices, evaluations, deliberations, plan, pages }).matchAll(
      /"(?:on|opened|answered|closed|published|confirmed)":"(\d{4}-\d{2}-\d{2})"/g,
    );
    const days = [...happened].map(([, day = '']) => day);
    expect(days.length).toBeGreaterThan(200);
    expect(days.filter((day) => day >= '2026-11-23' || day < '2023-01-01')).toEqual([]);
  });
});

describe('the sessions of the demonstration', () => {
  test.each(evaluations.map((session) => [session.id, session] as const))(
    '%s has answers to each of its criteria, on their scales',
    (_, { framework, practices, criteria, sheets, colleges }) => {
      const asked = criteriaOf(known(frameworks, framework));
      if (sheets.length > 0) expect(criteria).toEqual(asked.map(({ criterion }) => criterion.id));
      const levels = new Map(asked.map(({ criterion }) => [criterion.id, criterion.scale.length]));
      for (const sheet of sheets) {
        const { about } = readSheet(sheet, criteria);
        expect(about).toHaveLength(practices.length);
        for (const [id, answer] of about.flatMap(({ answers }) => Object.entries(answers))) {
          if (typeof answer === 'number') expect(answer).toBeLessThanOrEqual(levels.get(id) ?? 0);
          expect(answer).not.toBe(0);
          expect(answer).not.toBeNaN();
        }
        const explained = about.flatMap(({ remarks }) => Object.keys(remarks));
        expect(explained.filter((id) => !levels.has(id))).toEqual([]);
        const college = colleges.find(({ key }) => key === sheet.college);
        expect(college?.kind === 'named').toBe(sheet.signed !== undefined);
      }
    },
  );

  test('are on practices and frameworks that are there', () => {
    const ids = new Set(practices.map(({ id }) => id));
    expect(evaluations.flatMap(({ practices }) => practices).filter((id) => !ids.has(id))).toEqual([]);
    expect(evaluations.filter(({ framework }) => !frameworks.has(framework))).toEqual([]);
  });
});

describe('the consultations of the demonstration', () => {
  test.each(deliberations.map((consultation) => [consultation.id, consultation] as const))(
    '%s has votes on each of its proposals, and goes on day after day',
    (_, { opened, proposals, voted, closed, framework, voices, colleges }) => {
      const ids = proposals.map((_proposal, place) => String(place));
      for (const voice of voices) {
        const { votes } = readVoice(voice, ids);
        const nuanced = votes.filter(({ nuance }) => nuance !== '');
        expect(nuanced).toHaveLength(Object.keys(voice.nuances).length);
        if (voice.college !== undefined) expect(colleges).toContain(voice.college);
      }
      const decided = proposals.flatMap((proposal) => proposal.decided?.on ?? []);
      const days = [
        framework?.begun.on,
        framework?.published.on,
        opened,
        ...proposals.map(({ on }) => on),
        voted.on,
        closed?.on,
        ...decided,
        framework?.next.on,
      ].filter((day) => day !== undefined);
      expect(days).toEqual(days.toSorted());
    },
  );
});

describe('the plan of the demonstration', () => {
  test('rests on levers and sessions that are there, in the order of its days', () => {
    const levers = new Set(readShippedLevers().levers.map(({ id }) => id));
    const sessions = new Set(evaluations.map(({ id }) => id));
    for (const { lever, evaluation } of [...plan.choices, ...plan.actions]) {
      if (lever !== undefined) expect(levers).toContain(lever);
      if (evaluation !== undefined) expect(sessions).toContain(evaluation);
    }
    const lives = plan.actions.map(({ opened, steps }) => [opened.on, ...steps.map(({ on }) => on)]);
    expect(lives).toEqual(lives.map((days) => days.toSorted()));
  });
});

describe('the pages of the demonstration', () => {
  test('go with records that were there when they were written', () => {
    const added = new Map(practices.map(({ id, added, source }) => [id, added?.on ?? importedOn(source)]));
    const levers = new Set(readShippedLevers().levers.map(({ id }) => id));
    for (const { ties, added: written } of pages) {
      for (const id of ties.practices) expect(added.get(id)?.localeCompare(written.on)).toBeLessThan(0);
      for (const id of ties.levers) expect(levers).toContain(id);
    }
    const lives = pages.map(({ added: { on }, changes }) => [on, ...changes.map((change) => change.on)]);
    expect(lives).toEqual(lives.map((days) => days.toSorted()));
  });

  function importedOn(source: string): string | undefined {
    return territory.sources.find(({ id }) => id === source)?.imported?.on;
  }
});

describe('the texts of the demonstration', () => {
  test('name no year, since their dates slide', () => {
    expect(texts.filter(([, text]) => /\b(19|20)\d{2}\b/.test(text))).toEqual([]);
  });

  test('follow French typography', () => {
    const french = texts.filter(([path]) => !isEnglish(path) && !isEnglishProposal(path));
    expect(
      french.filter(([, text]) =>
        /\p{L}'\p{L}|[^\u00a0\s][;!?»](?![\p{L}/])| [;:!?»]|«[^\u00a0]/u.test(text),
      ),
    ).toEqual([]);
  });

  function isEnglishProposal(path: string): boolean {
    const [, of, place] = /^demo\.deliberations\.(\d+)\.proposals\.(\d+)/.exec(path) ?? [];
    return deliberations[Number(of)]?.proposals[Number(place)]?.language === 'en';
  }

  function isEnglish(path: string): boolean {
    const [, list, place] = /^demo\.(practices|pages)\.(\d+)/.exec(path) ?? [];
    const written = list === 'pages' ? pages : practices;
    return written[Number(place)]?.language === 'en';
  }
});
