import { newId } from '#kernel/ids.ts';
import { shippedKnowledge } from '#modules/knowledge/index.server.ts';
import {
  answerCard,
  carded,
  chosen,
  described,
  evaluation,
  framework,
  invited,
} from './evaluation-subjects.ts';
import { compared, merged } from './duplicate-subjects.ts';
import { consentLink, contacted, reachable } from './contact-subjects.ts';
import type { Expectation, SubjectKind } from './expectation.ts';
import * as confirming from './confirmation-subjects.ts';
import * as form from './form-subjects.ts';
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
  framework,
  evaluation: (wanted) => evaluation(wanted, 'open'),
  'prepared evaluation': (wanted) => evaluation(wanted, 'prepare'),
  'described evaluation': described,
  'closed evaluation': (wanted) => evaluation(wanted, 'close'),
  'invited evaluation': invited,
  'carded evaluation': carded,
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
  'answer code': answerCard,
};

/** Makes what one request is about. */
export async function makeSubject(
  wanted: Wanted & { asker: Asker },
  { about, path }: Expectation,
): Promise<Subject> {
  return subjects[about]({ ...wanted, path });
}
