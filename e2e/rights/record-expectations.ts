import * as session from './evaluation-rules.ts';
import { type Expectation, type Fields, get, send } from './expectation.ts';
import * as on from './record-rules.ts';
import * as who from './rules.ts';

const practice = { title: 'Un autre titre', commune: 'Redon', status: 'active', language: 'fr' };
const page = { title: 'Un autre titre', body: 'Un texte.', language: 'fr' };
const lever = {
  title: 'Un autre titre',
  how: 'Ainsi.',
  phase: 'trigger',
  posture: 'let',
  competent: 'commune',
  language: 'fr',
};
const action = { title: 'Un autre titre', who: 'La commune', due: '2030', what: 'Le faire.', language: 'fr' };
const evaluation: Fields = {
  title: 'Une évaluation',
  purpose: 'Pour voir.',
  'college-1-name': 'Habitantes',
  'college-1-showing': '5',
  'college-2-name': 'Élus',
  'college-2-showing': 'named',
};

/** The lines of practices, knowledge, levers, actions, evaluations, and of what they carry. */
export const recordExpectations: readonly Expectation[] = [
  get('/pratiques', who.everyone),
  get('/pratiques/carte', who.everyone),
  get('/integrer', who.everyone),
  get('/integrer/liste', who.everyone),
  get('/integrer/carte', who.everyone),
  get('/integrer/couleurs/[theme].css', who.everyone),
  get('/pratiques/nouvelle', who.everyone),
  send('/pratiques/nouvelle', who.removedExcepted, ['address', practice]),
  get('/pratiques/proposition/[token]', who.link, ['proposal link', 'form']),
  send('/pratiques/proposition/[token]', who.link, 'proposal link'),
  get('/pratiques/importer', who.facilitators),
  send('/pratiques/importer', who.facilitators, ['nothing', { file: 'nom;commune\nAtelier;Redon\n' }]),
  get('/pratiques/importer/adresse', who.facilitators),
  send('/pratiques/importer/adresse', who.facilitators, 'open inventory'),
  get('/pratiques/importer/[id]', who.facilitatorsOn, 'import'),
  send('/pratiques/importer/[id]?/columns', who.facilitatorsOn, 'import'),
  send('/pratiques/importer/[id]?/import', who.facilitatorsOn, 'import'),
  send('/pratiques/importer/[id]?/undo', who.facilitatorsOn, 'imported'),
  send('/pratiques/importer/[id]?/abandon', who.facilitatorsOn, 'import'),
  get('/pratiques/[slug]', on.reading, 'practice'),
  get('/pratiques/[slug]/historique', on.reading, 'practice'),
  send('/pratiques/[slug]/historique', on.changing, 'changed practice'),
  get('/pratiques/[slug]/doublon', on.changing, 'practice'),
  send('/pratiques/[slug]/doublon', on.changing, 'untied practice'),
  get('/pratiques/[slug]/modifier', on.changing, 'practice'),
  send('/pratiques/[slug]/modifier', on.changing, ['practice', practice]),
  get('/pratiques/[slug]/corriger', on.reading, 'practice'),
  send('/pratiques/[slug]/corriger', on.correcting, ['practice', { ...practice, email: 'ana@exemple.test' }]),
  send('/pratiques/[slug]?/confirm', on.changing, 'practice'),
  get('/pratiques/correction/[token]', who.link, ['correction link', 'form']),
  send('/pratiques/correction/[token]', who.link, 'correction link'),
  get('/pratiques/confirmer/[token]', who.lastingLink, ['confirmation link', 'form']),
  send('/pratiques/confirmer/[token]?/answer', who.lastingLink, 'confirmation link'),
  send('/pratiques/confirmer/[token]?/stop', who.lastingLink, 'confirmation link'),
  get('/pratiques/a-confirmer', who.facilitators),
  send('/pratiques/a-confirmer?/ask', who.facilitators, ['nothing', { practice: '' }]),
  send('/pratiques/a-confirmer?/months', who.owners, ['nothing', { confirmAfterMonths: '12' }]),
  ...formsOfRecord('/pratiques/[slug]', 'practice', on.changing),

  get('/pratiques/[slug]/contact', on.changing, 'practice'),
  send('/pratiques/[slug]/contact?/save', on.changing, [
    'practice',
    { name: 'Aziliz', email: 'aziliz@exemple.test' },
  ]),
  send('/pratiques/[slug]/contact?/ask', on.facilitating, 'contacted practice'),
  get('/pratiques/[slug]/ecrire', on.reading, 'reachable practice'),
  send('/pratiques/[slug]/ecrire', on.writing, [
    'reachable practice',
    { name: 'Sacha', email: 'sacha@exemple.test', message: 'Bonjour, j’aimerais venir samedi.' },
  ]),
  get('/pratiques/contact/[token]', who.lastingLink, ['consent link', 'form']),
  send('/pratiques/contact/[token]', who.lastingLink, ['consent link', { choice: 'private' }]),

  get('/fichiers/[record]', on.changingFile, 'practice'),
  send('/fichiers/[record]?/picture', on.changingFile, ['practice', { picture: 'four.png' }]),
  send('/fichiers/[record]?/document', on.changingFile, ['practice', { document: 'notes.txt' }]),
  send('/fichiers/[record]?/up', on.changingFile, 'filed practice'),
  send('/fichiers/[record]?/remove', on.changingFile, 'filed practice'),
  get('/fichiers/[record]/[file]', on.changingFile, 'filed practice'),
  send('/fichiers/[record]/[file]', on.changingFile, [
    'filed practice',
    {
      description: 'Les notes',
      credit: 'Le four',
      licence: 'CC-BY-SA-4.0',
    },
  ]),
  get('/fichiers/[record]/[file]/[name]', on.readingFile, 'filed practice'),

  get('/themes', who.everyone),
  get('/themes/[slug]', on.readingShared, 'topic'),
  get('/defis/[slug]', on.readingShared, 'topic'),
  get('/communautes/[slug]', on.readingShared, 'topic'),

  get('/referentiels', who.everyone),
  get('/referentiels/[slug]', on.reading, 'framework'),
  get('/referentiels/[slug]/criteres/[criterion]', on.reading, 'framework'),

  get('/evaluations', who.everyone),
  get('/evaluations/nouvelle', who.facilitators),
  send('/evaluations/nouvelle?pratique=[short]', session.evaluating, ['practice', evaluation]),
  get('/evaluations/[slug]', on.reading, 'evaluation'),
  get('/evaluations/[slug]/historique', on.reading, 'evaluation'),
  send('/evaluations/[slug]/historique', session.running, 'described evaluation'),
  send('/evaluations/[slug]?/open', session.preparing, 'prepared evaluation'),
  send('/evaluations/[slug]?/takeBack', session.running, 'evaluation'),
  send('/evaluations/[slug]?/close', session.running, 'evaluation'),
  send('/evaluations/[slug]?/publish', session.running, 'closed evaluation'),
  send('/evaluations/[slug]?/move', session.running, ['evaluation', { closesOn: '2099-12-31' }]),
  send('/evaluations/[slug]?/withdraw', session.running, ['evaluation', { reason: 'Une erreur.' }]),
  get('/evaluations/[slug]/modifier', session.preparing, 'prepared evaluation'),
  send('/evaluations/[slug]/modifier', session.preparing, ['prepared evaluation', evaluation]),
  get('/evaluations/[slug]/invitations', session.running, 'evaluation'),
  send('/evaluations/[slug]/invitations?/mail', session.running, [
    'evaluation',
    {
      college: 'elus',
      addresses: 'a@exemple.test, b@exemple.test',
    },
  ]),
  send('/evaluations/[slug]/invitations?/cards', session.running, [
    'evaluation',
    { college: 'elus', count: '2' },
  ]),
  send('/evaluations/[slug]/invitations?/remind', session.running, [
    'invited evaluation',
    { college: 'elus' },
  ]),
  send('/evaluations/[slug]/invitations?/withdrawCards', session.running, [
    'carded evaluation',
    {
      college: 'elus',
    },
  ]),
  get('/evaluations/[slug]/invitations/[invitation]', session.running, 'invited evaluation'),
  send('/evaluations/[slug]/invitations/[invitation]?/resend', session.running, 'invited evaluation'),
  send('/evaluations/[slug]/invitations/[invitation]?/correct', session.running, [
    'invited evaluation',
    {
      address: 'juste@exemple.test',
    },
  ]),
  send('/evaluations/[slug]/invitations/[invitation]?/withdraw', session.running, 'invited evaluation'),
  get('/evaluations/repondre/[token]', who.answerLink, ['answer link', 'form']),
  send('/evaluations/repondre/[token]?/sign', who.answerLink, [
    'answer link',
    {
      signature: 'Ana',
      consent: 'on',
    },
  ]),
  send('/evaluations/repondre/[token]?/save', who.answerLink, 'answer link'),
  get('/r', who.everyone),
  send('/r', who.answerCode, 'answer code'),
  get('/r/[code]', who.answerCode, ['answer code', 'sent on']),

  get('/connaissances', who.everyone),
  get('/connaissances/nouvelle', who.everyone),
  send('/connaissances/nouvelle', who.removedExcepted, ['address', page]),
  get('/connaissances/proposition/[token]', who.link, ['page proposal link', 'form']),
  send('/connaissances/proposition/[token]', who.link, 'page proposal link'),
  get('/connaissances/[slug]', on.reading, 'page'),
  get('/connaissances/[slug]/historique', on.reading, 'page'),
  send('/connaissances/[slug]/historique', on.changing, 'changed page'),
  get('/connaissances/[slug]/modifier', on.changing, 'page'),
  send('/connaissances/[slug]/modifier', on.changing, ['page', page]),
  ...formsOfRecord('/connaissances/[slug]', 'page', on.changing),
  get('/liens/[slug]', on.tying, 'practice'),
  send('/liens/[slug]?/tie', on.tying, 'untied practice'),
  send('/liens/[slug]?/untie', on.tying, 'tied practice'),

  get('/cooperation', who.everyone),
  get('/cooperation/[entry]', who.everyone),
  get('/leviers', who.everyone),
  get('/leviers/choisir?evaluation=[short]', who.facilitatorsOn, 'evaluation'),
  send('/leviers/choisir?evaluation=[short]&levier=[lever]', who.facilitatorsOn, [
    'evaluation',
    {
      reason: 'Il convient.',
    },
  ]),
  get('/leviers/nouveau', who.facilitators),
  send('/leviers/nouveau', who.facilitators, ['nothing', lever]),
  get('/leviers/[slug]', on.reading, 'lever'),
  send('/leviers/[slug]?/withdraw', session.running, 'chosen lever'),
  get('/leviers/[slug]/historique', on.reading, 'lever'),
  send('/leviers/[slug]/historique', on.facilitating, 'changed lever'),
  get('/leviers/[slug]/modifier', on.facilitating, 'lever'),
  send('/leviers/[slug]/modifier', on.facilitating, ['lever', lever]),
  ...formsOfRecord('/leviers/[slug]', 'lever', on.changing),

  get('/actions', who.everyone),
  get('/actions/nouvelle', who.members),
  send('/actions/nouvelle', who.members, ['nothing', action]),
  get('/actions/[slug]', on.reading, 'action'),
  send('/actions/[slug]?/report', on.changing, ['action', { status: 'under-way', progress: 'Commencé.' }]),
  get('/actions/[slug]/historique', on.reading, 'action'),
  send('/actions/[slug]/historique', on.changing, 'changed action'),
  get('/actions/[slug]/modifier', on.changing, 'action'),
  send('/actions/[slug]/modifier', on.changing, ['action', action]),
  ...formsOfRecord('/actions/[slug]', 'action', on.changing),
];

/** The forms that the page of every kind of record has: comment, take a comment back, take away, bring back. */
function formsOfRecord(
  path: string,
  kind: 'practice' | 'page' | 'lever' | 'action',
  commenting: Expectation['rule'],
): Expectation[] {
  return [
    send(`${path}?/comment`, commenting, [kind, { comment: 'Bonjour' }]),
    send(`${path}?/deleteComment`, on.takingCommentBack, `commented ${kind}`),
    send(`${path}?/delete`, on.takingAway, kind),
    send(`${path}?/restore`, on.bringingBack, kind),
  ];
}
