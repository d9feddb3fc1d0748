import { localPath } from '#app/locale.ts';
import { formatDate } from '#kernel/dates/format-date.ts';
import { translators } from '#messages/index.ts';
import type { College, EvaluationSession } from '#modules/evaluation/index.ts';
import { announcedEnd } from './announced-end.ts';

/** Why someone is written to: invited, reminded (or sent their link again), or told that the end was moved. */
export type Occasion = 'invite' | 'remind' | 'move';

/** What the invited read: what it is about, how their college is shown, until when, and their own link. */
export function letterFor(
  { locale, territory }: App.Locals,
  session: Pick<EvaluationSession, 'record' | 'closesOn'>,
  occasion: Occasion,
) {
  const t = translators[locale];
  const day = (instant: Date) => formatDate(instant, { locale, timeZone: territory.timeZone });
  const mail = (college: College) => {
    const until = announcedEnd({ t, day }, { closesOn: session.closesOn, firstClosesOn: null });
    const promise =
      college.kind === 'named'
        ? t('evaluation.promise.named')
        : t('evaluation.promise.anonymous', { threshold: college.threshold });
    const common = { territory: territory.name, title: session.record.title, college: college.name };
    const values = { ...common, promise, until };
    return {
      subject: t(`evaluation.mail.${occasion}-subject`, values),
      body: (link: string) => t(`evaluation.mail.${occasion}-body`, { ...values, link }),
    };
  };
  return { mail, path: localPath(locale, '/evaluations/repondre') };
}
