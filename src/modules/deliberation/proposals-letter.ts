import { formatPartialDate } from '#kernel/dates/partial-date.ts';
import { storableLine } from '#kernel/storable-text.ts';
import type { Locale, Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import type { Proposal } from './proposal.ts';

/** What a letter about the proposals of a consultation is made of. */
export interface ProposalsLetter {
  t: Translate<MessageKey>;
  locale: Locale;
  territory: string;
  consultation: { title: string; closesOn: string };
  /** Those that its reader has not answered, oldest first. */
  proposals: readonly Proposal[];
  /** Titles of places by id. */
  places: Readonly<Record<string, string>>;
  /** The whole address of the reader's own cards. */
  cards: string;
  /** The whole address that stops these letters. */
  stop: string;
}

/** Proposals told whole in one letter; the others are counted. */
const mostTold = 20;
const longestSubject = 150;

/**
 * The letter that tells someone which proposals wait for their opinion: plain text, whole, with three links each. A link
 * opens the card with that answer ready; the button there gives it.
 */
export function writeProposalsLetter(letter: ProposalsLetter): { subject: string; body: string } {
  const { t, locale, consultation, proposals, cards, stop } = letter;
  const count = proposals.length;
  const until = consultation.closesOn && formatPartialDate(consultation.closesOn, locale);
  const named = { title: consultation.title, territory: letter.territory, count };
  const more = count - mostTold;
  return {
    subject: storableLine(t('deliberation.letter.subject', named)).slice(0, longestSubject),
    body: [
      t('deliberation.letter.hello', named),
      ...(until ? [t('deliberation.letter.until', { date: until })] : []),
      t('deliberation.letter.how'),
      ...proposals.slice(0, mostTold).map((proposal) => proposalText(letter, proposal)),
      ...(more > 0 ? [t('deliberation.letter.more', { count: more, link: cards })] : []),
      `-- \n${t('deliberation.letter.because', named)}\n${t('deliberation.letter.stop', { link: stop })}`,
    ].join('\n\n'),
  };
}

function proposalText({ t, places, cards }: ProposalsLetter, proposal: Proposal): string {
  const { id, kind, title, wordings, reason } = proposal;
  const where = proposal.places.map((place) => places[place] ?? place).join(' · ');
  const linkTo = (said: 'agree' | 'disagree' | 'pass') =>
    `${t('deliberation.letter.answer', {
      said: t(`deliberation.said.${said}`),
      link: `${cards}?carte=${id}&avis=${said}`,
    })}`;
  return [
    `## ${title}`,
    [t(`deliberation.kind.${kind}`), where].filter(Boolean).join(' · '),
    ...wordings.map((wording) => `- ${wording}`),
    `${t('deliberation.proposal.reason')} ${reason}`,
    '',
    linkTo('agree'),
    linkTo('disagree'),
    linkTo('pass'),
  ].join('\n');
}
