import { presentationFormOf } from '#modules/framework/index.ts';
import { markOf } from '#modules/framework/index.server.ts';
import { newId } from '#kernel/ids.ts';
import { shippedKnowledge } from '#modules/knowledge/index.server.ts';
import {
  answerCardWithFile,
  withFile,
  answerCard,
  carded,
  chosen,
  described,
  dotted,
  evaluation,
  invited,
  onPaper,
  room,
} from './evaluation-subjects.ts';
import { compared, merged } from './duplicate-subjects.ts';
import * as deliberating from './deliberation-subjects.ts';
import { consentLink, contacted, reachable } from './contact-subjects.ts';
import type { Expectation, SubjectKind } from './expectation.ts';
import * as confirming from './confirmation-subjects.ts';
import * as form from './form-subjects.ts';
import { changedDraft, drafted, emptied, framework } from './framework-subjects.ts';
import * as other from './other-subjects.ts';
import {
  type Subject,
  type Wanted,
  beside,
  changed,
  commented,
  filed,
  makers,
  recordIn,
} from './record-subjects.ts';
import * as source from './source-subjects.ts';
import type { Asker } from './rule.ts';

type Maker = (wanted: Wanted & { asker: Asker; path: string }) => Promise<Subject> | Subject;

/** What stands in addresses that are about nothing in particular. */
function nothing(): Subject {
  const [entry = ''] = shippedKnowledge().base.entries.keys();
  return { params: { entry, theme: 'light', file: '0000000000000000.css', z: '0', x: '0', y: '0' } };
}

/** Someone new in the place of who asks, whose sessions may end. */
async function someone({ scene, asker }: Wanted & { asker: Asker }): Promise<Subject> {
  const cookie = (await scene.someoneAs(asker))?.cookie;
  return { params: {}, ...(cookie !== undefined && { cookie }) };
}

async function record(wanted: Wanted, kind: keyof typeof makers): Promise<Subject> {
  return (await recordIn(wanted, makers[kind])).subject;
}

/** What makes each kind of subject: a new kind is added here. */
const subjects: Readonly<Record<SubjectKind, Maker>> = {
  nothing,
  address: async (wanted) => ({ ...(await someone(wanted)), fields: { email: `${newId()}@exemple.test` } }),
  someone,
  practice: (wanted) => record(wanted, 'practice'),
  lever: (wanted) => record(wanted, 'lever'),
  action: (wanted) => record(wanted, 'action'),
  page: (wanted) => record(wanted, 'page'),
  'commented practice': (wanted) => commented(wanted, 'practice'),
  'commented lever': (wanted) => commented(wanted, 'lever'),
  'commented action': (wanted) => commented(wanted, 'action'),
  'commented page': (wanted) => commented(wanted, 'page'),
  'changed practice': (wanted) => changed(wanted, 'practice'),
  'changed lever': (wanted) => changed(wanted, 'lever'),
  'changed action': (wanted) => changed(wanted, 'action'),
  'changed page': (wanted) => changed(wanted, 'page'),
  'filed practice': filed,
  'contacted practice': contacted,
  'reachable practice': reachable,
  'tied practice': (wanted) => beside(wanted, true),
  'untied practice': (wanted) => beside(wanted, false),
  'compared practices': compared,
  'merged practice': merged,
  framework: (wanted) => framework(wanted),
  'framework draft': (wanted) => drafted(wanted, (draft) => ({ seen: markOf(draft), note: 'Plus court.' })),
  'emptied draft': emptied,
  'draft criterion': (wanted) =>
    drafted(wanted, (draft) => ({ seen: markOf(draft.dimensions[0]?.criteria[0]) })),
  'draft presentation': (wanted) =>
    drafted(wanted, (draft) => ({
      seen: markOf(presentationFormOf(draft, 'fr')),
      source: draft.sources[0]?.id ?? '',
      ...Object.fromEntries(draft.dimensions.map(({ id }) => [`title-${id}`, 'Une dimension'])),
    })),
  'changed framework': changedDraft,
  evaluation: (wanted) => evaluation(wanted, 'open'),
  'prepared evaluation': (wanted) => evaluation(wanted, 'prepare'),
  'described evaluation': described,
  'closed evaluation': (wanted) => evaluation(wanted, 'close'),
  'invited evaluation': invited,
  'carded evaluation': carded,
  'evaluation on paper': onPaper,
  'dotted evaluation': dotted,
  'published evaluation': (wanted) => evaluation(wanted, 'publish'),
  'repeated evaluation': (wanted) => evaluation(wanted, 'repeat'),
  'compared evaluation': (wanted) => evaluation(wanted, 'compare'),
  'chosen lever': chosen,
  'open inventory': other.openInventory,
  'new source': source.newSource,
  source: (wanted) => source.source(wanted, 'on'),
  'paused source': (wanted) => source.source(wanted, 'paused'),
  'held source': (wanted) => source.source(wanted, 'held'),
  import: other.importRun,
  imported: other.importedRun,
  'new topic': () => ({ params: {}, fields: { name: other.topicName() } }),
  topic: (wanted) => other.topic(wanted, wanted.path),
  'changed topic': other.changedTopic,
  'new question': () => ({ params: {}, fields: { label: form.questionLabel() } }),
  question: form.question,
  'changed question': form.changedQuestion,
  'question off': form.questionOff,
  choices: form.choices,
  'changed choices': form.changedChoices,
  report: other.report,
  person: other.person,
  'role invitation': other.roleInvitation,
  session: other.session,
  undoing: other.undoing,
  'sign-in link': other.signInLink,
  'owner link': other.ownerLink,
  'role link': other.roleLink,
  'proposal link': other.proposalLink,
  'page proposal link': other.pageProposalLink,
  'correction link': confirming.correctionLink,
  'confirmation link': confirming.confirmationLink,
  'consent link': consentLink,
  'email link': other.emailLink,
  'restore link': other.restoreLink,
  'stop link': other.stopLink,
  'answer link': answerCard,
  'answer link with a file': answerCardWithFile,
  'evaluation with a file': withFile,
  'answer code': answerCard,
  consultation: deliberating.consultation,
  'changed consultation': deliberating.changedConsultation,
  'commented consultation': deliberating.commentedConsultation,
  proposal: deliberating.proposal,
  decision: deliberating.decision,
  'commented decision': deliberating.commentedDecision,
  'way in': deliberating.wayIn,
  'weights way in': deliberating.weightsWayIn,
  'waiting way in': deliberating.waitingWayIn,
  'proposer way in': deliberating.proposerWayIn,
  'own way in': deliberating.ownWayIn,
  'room code of a consultation': deliberating.roomCode,
  'room code': room,
};

/** Makes what one request is about. */
export async function makeSubject(
  wanted: Wanted & { asker: Asker },
  { about, path }: Expectation,
): Promise<Subject> {
  return subjects[about]({ ...wanted, path });
}
