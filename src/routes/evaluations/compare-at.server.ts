import type { RequestEvent } from '@sveltejs/kit';
import { type ComparedPassage, compareOverTime, samePassage } from '#modules/evaluation/index.ts';
import { findEvaluation, readResult } from '#modules/evaluation/index.server.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import { type FrameworkContent, criteriaOf, guessPassage, passageIn } from '#modules/framework/index.ts';
import { refuse } from '../refusal.server.ts';
import { resultAt } from './report-at.server.ts';
import { subjectIn } from './subject-in.ts';

/** A session beside the one that it did again, for whoever may see both results. */
export async function comparedAt(event: RequestEvent) {
  const { context } = event.locals;
  const now = await resultAt(event);
  const { repeatsId } = now.session;
  const before = repeatsId && (await findEvaluation(context, { id: repeatsId }));
  if (!before) return refuse('not-found');
  const [result, framework] = await Promise.all([
    readResult(context, before),
    findFrameworkVersion(context, before.frameworkVersionId),
  ]);
  if (!result.ok || !framework) return refuse('not-found');
  const about = subjectIn(event.url, now.session);
  const recordId = now.session.subjects.find(({ key }) => key === about)?.recordId;
  const nowOf = now.result.subjects.find(({ key }) => key === about)?.result;
  const thenOf = result.value.subjects.find((subject) => recordId && subject.recordId === recordId)?.result;
  const contents = { before: framework.version.content, after: now.framework.version.content };
  const isSame = before.frameworkVersionId === now.session.frameworkVersionId;
  return {
    now,
    before,
    about,
    contents,
    comparison:
      nowOf && thenOf
        ? compareOverTime(
            { result: thenOf, levels: levelsIn(contents.before) },
            { result: nowOf, levels: levelsIn(contents.after) },
            isSame ? samePassage([...levelsIn(contents.after).keys()]) : passageBetween(contents),
          )
        : undefined,
  };
}

function levelsIn(content: FrameworkContent): Map<string, number> {
  return new Map(criteriaOf(content).map(({ criterion }) => [criterion.id, criterion.scale.length]));
}

/**
 * The passage that those who wrote the later version told, when it comes right after the earlier one; else what the
 * two say of themselves: only the same question on the same scale is then compared.
 */
function passageBetween({ before, after }: Record<'before' | 'after', FrameworkContent>): ComparedPassage {
  const told = passageIn(after);
  if (Object.keys(told.passage).length > 0 && after.version === before.version + 1) return told;
  const guessed = guessPassage(before, after);
  const kept = Object.entries(guessed.passage).map(
    ([id, passed]) =>
      [id, passed.how === 'kept' ? passed : { from: passed.from, how: 'ask-again' as const }] as const,
  );
  return { passage: Object.fromEntries(kept), dropped: guessed.dropped };
}
