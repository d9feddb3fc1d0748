import * as session from './evaluation-rules.ts';
import { type Expectation, type Fields, get, send } from './expectation.ts';
import { formsOfRecord } from './record-expectations.ts';
import * as on from './record-rules.ts';
import { rule } from './rule.ts';
import * as who from './rules.ts';

/*
 * Who takes part in a consultation, besides holding a link. The columns are:
 *
 *                      visitor  contributor  facilitator  owner  neighbour  removed
 */

const askingWayIn = rule(
  'coming to a consultation at its own address',
  `
  other                 yes      yes          yes          yes    yes        no
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

const enteringRoom = rule(
  'entering a room',
  `
  good                  yes      yes          yes          yes    yes        yes
  elsewhere             404      404          404          404    404        404
  made up               404      404          404          404    404        404
`,
);

const consultation: Fields = { title: 'Que changer ?', why: 'Pour la suite.', needed: '12', language: 'fr' };
const room = 'room code of a consultation';
const proposal = '/deliberations/[slug]/propositions/[proposal]';
const opinion = '/deliberations/avis/[token]';

/** The lines of consultations, of what people say in them, and of decisions. */
export const deliberationExpectations: readonly Expectation[] = [
  get('/deliberations', who.everyone),
  get('/deliberations/nouvelle?sujet=[short]', session.evaluating, 'practice'),
  send('/deliberations/nouvelle?sujet=[short]', session.evaluating, ['practice', consultation]),
  get('/deliberations/[slug]', on.reading, 'consultation'),
  ...formsOfRecord('/deliberations/[slug]', 'consultation', on.changing),
  send('/deliberations/[slug]?/close', on.facilitating, 'consultation'),
  send('/deliberations/[slug]?/reopen', on.facilitating, 'consultation'),
  send('/deliberations/[slug]?/openRoom', on.facilitating, 'consultation'),
  send('/deliberations/[slug]?/closeRoom', on.facilitating, 'consultation'),
  get('/deliberations/[slug]/historique', on.reading, 'consultation'),
  send('/deliberations/[slug]/historique', on.facilitating, 'changed consultation'),
  get('/deliberations/[slug]/modifier', on.facilitating, 'consultation'),
  send('/deliberations/[slug]/modifier', on.facilitating, ['consultation', consultation]),
  get('/deliberations/[slug]/opinions', on.reading, 'consultation'),
  get('/deliberations/[slug]/poids', on.reading, 'consultation'),
  get('/deliberations/[slug]/poids.csv', on.reading, 'consultation'),
  get('/deliberations/[slug]/poids.json', on.reading, 'consultation'),
  get('/deliberations/[slug]/salle', on.facilitating, 'consultation'),
  get(proposal, on.facilitating, 'proposal'),
  send(`${proposal}?/decide`, on.facilitating, ['proposal', { outcome: 'declined', reason: 'Déjà là.' }]),
  send(`${proposal}?/hide`, on.facilitating, ['proposal', { hiding: 'abusive', words: '' }]),
  send(`${proposal}?/show`, on.facilitating, 'proposal'),
  send(`${proposal}?/merge`, on.facilitating, 'proposal'),
  send(`${proposal}?/nuance`, on.facilitating, 'proposal'),
  get(opinion, who.lastingLink, ['way in', 'form']),
  send(`${opinion}?/vote`, who.lastingLink, ['way in', { vote: 'agree', nuance: '' }]),
  send(`${opinion}?/who`, who.lastingLink, ['way in', { college: '', namedAs: '' }]),
  send(`${opinion}?/confirm`, who.lastingLink, 'waiting way in'),
  send(`${opinion}?/retract`, who.lastingLink, 'proposer way in'),
  send(`${opinion}?/way`, askingWayIn, 'own way in'),
  get(`${opinion}/opinions`, who.lastingLink, 'way in'),
  get(`${opinion}/poids`, who.lastingLink, 'way in'),
  get(`${opinion}/poids/[place]`, who.lastingLink, 'weights way in'),
  send(`${opinion}/poids/[place]?/save`, who.lastingLink, 'weights way in'),
  send(`${opinion}/poids/[place]?/share`, who.lastingLink, 'weights way in'),
  send(`${opinion}/poids/[place]?/none`, who.lastingLink, 'weights way in'),
  get(`${opinion}/proposer`, who.lastingLink, ['way in', 'form']),
  send(`${opinion}/proposer`, who.lastingLink, [
    'way in',
    { kind: 'free', title: 'Une idée', reason: 'Pour voir.', language: 'fr' },
  ]),
  get('/deliberations/salle/[code]', who.lastingLink, [room, 'form']),
  send('/deliberations/salle/[code]', enteringRoom, room),
  get('/deliberations.atom', who.everyone),
  get('/decisions', who.everyone),
  get('/decisions/[slug]', on.reading, 'decision'),
  ...formsOfRecord('/decisions/[slug]', 'decision', on.changing),
  send('/decisions/[slug]?/takeBack', on.facilitating, 'decision'),
  get('/decisions/[slug]/historique', on.reading, 'decision'),
  get('/decisions.atom', who.everyone),
];
