import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Result } from '#kernel/result.ts';
import { emptyConsultationForm } from '#modules/deliberation/index.ts';
import {
  castVote,
  enterRoom,
  followLink,
  openConsultation,
  proposeChange,
  setRoom,
} from '#modules/deliberation/index.server.ts';

/** A consultation about that record, with a proposal that five people of a room agree with. */
export async function voteInRoom(facilitator: Context, subjectId: Id): Promise<void> {
  const input = { ...emptyConsultationForm, title: 'Que change-t-on ?', needed: '5' };
  const { id } = done(await openConsultation(facilitator, { input, subjectId, branches: [] }));
  const code = done(await setRoom(facilitator, { recordId: id, open: true })) ?? '';
  const enter = async () => {
    const token = done(await enterRoom(facilitator, { code, address: '192.0.2.1' }));
    return done(await followLink(facilitator, token)).participant;
  };
  const voters = [await enter(), await enter(), await enter(), await enter(), await enter()] as const;
  const proposal = {
    kind: 'free',
    places: [],
    wordings: '',
    language: '',
    title: 'Ouvrir le soir',
    reason: 'On travaille le jour.',
  };
  const proposalId = done(await proposeChange(facilitator, voters[0], proposal));
  for (const voter of voters) {
    done(await castVote(facilitator, voter, { proposalId, vote: 'agree', nuance: '' }));
  }
}

function done<Value>(result: Result<Value, { code: string }>): Value {
  if (!result.ok) throw new Error(`Nobody could vote: ${JSON.stringify(result.error)}`);
  return result.value;
}
