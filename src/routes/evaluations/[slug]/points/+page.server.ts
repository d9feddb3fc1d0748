import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { criteriaOf, wordsIn } from '#modules/framework/index.ts';
import { giveDots, newBallotKey, openBallot } from '#modules/evaluation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { sessionAt } from '../../session-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** What the address of a telephone says: the code of the room, typed in any case, and its ballot. */
function asked({ url }: Pick<RequestEvent, 'url'>) {
  const value = (name: string) => storableLine(url.searchParams.get(name) ?? '');
  return { code: value('code').toUpperCase(), ballotKey: value('bulletin') };
}

export const load: PageServerLoad = async (event) => {
  const { record } = await sessionAt(event);
  const { context, locale } = event.locals;
  const { code, ballotKey } = asked(event);
  const about = { title: record.title, language: record.language, address: addressOf(record) };
  if (code === '') return { ...about, code, refused: null, ballot: null };
  const address = event.getClientAddress();
  const opened = await openBallot(context, { shortId: record.shortId, code, ballotKey, address });
  if (!opened.ok) return { ...about, code, refused: opened.error.code, ballot: null };
  if (ballotKey === '') {
    const query = new URLSearchParams({ code, bulletin: newBallotKey() });
    redirect(303, `${localPath(locale, addressOf(record))}/points?${query}`);
  }
  const { content, chosen } = opened.value;
  return {
    ...about,
    code,
    refused: null,
    ballot: {
      key: ballotKey,
      chosen,
      isGiven: event.url.searchParams.has('fait'),
      choices: criteriaOf(content).map(({ criterion: { id, title, question } }) => ({
        value: id,
        label: wordsIn(title, locale),
        hint: wordsIn(question, locale),
      })),
    },
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { record } = await sessionAt(event);
    const { code, ballotKey } = asked(event);
    const chosen = (await event.request.formData()).getAll('dot').map(String);
    const given = await giveDots(event.locals.context, {
      shortId: record.shortId,
      code,
      ballotKey,
      address: event.getClientAddress(),
      chosen,
    });
    if (!given.ok) {
      const status = given.error.code === 'too-many-tries' ? 429 : 422;
      return fail(status, { error: given.error.code, chosen });
    }
    const query = new URLSearchParams({ code, bulletin: ballotKey, fait: 'oui' });
    redirect(303, `${localPath(event.locals.locale, addressOf(record))}/points?${query}`);
  },
};
