import { type Expectation, get, send } from './expectation.ts';
import * as on from './record-rules.ts';
import * as who from './rules.ts';

const frameworkFile = JSON.stringify({
  id: 'essai',
  version: 1,
  published: '2026-11-23',
  startingPoint: false,
  licence: 'CC BY-SA 4.0',
  authors: ['Nous'],
  title: { fr: 'Essai' },
  sources: [],
  dimensions: [],
});

/** The lines of frameworks. */
export const frameworkExpectations: readonly Expectation[] = [
  get('/referentiels', who.everyone),
  get('/referentiels/[slug]', on.reading, 'framework'),
  get('/referentiels/nouveau', who.facilitators),
  send('/referentiels/nouveau', who.facilitators, ['nothing', { title: 'Le nôtre' }]),
  get('/referentiels/[slug]/versions', on.reading, 'framework'),
  send('/referentiels/[slug]/versions?/retire', on.facilitating, ['framework', { retired: '1' }]),
  get('/referentiels/[slug]/historique', on.reading, 'framework'),
  send('/referentiels/[slug]/historique', on.facilitating, 'changed framework'),
  get('/referentiels/[slug]/brouillon', on.changing, 'framework draft'),
  send('/referentiels/[slug]/brouillon?/begin', on.facilitating, 'framework'),
  send('/referentiels/[slug]/brouillon?/addDimension', on.facilitating, [
    'framework draft',
    { title: 'Climat' },
  ]),
  send('/referentiels/[slug]/brouillon?/moveDimension', on.facilitating, ['emptied draft', { move: 'up' }]),
  send('/referentiels/[slug]/brouillon?/removeDimension', on.facilitating, 'emptied draft'),
  send('/referentiels/[slug]/brouillon?/moveCriterion', on.facilitating, ['emptied draft', { to: 'vide' }]),
  send('/referentiels/[slug]/brouillon?/giveUp', on.facilitating, 'framework draft'),
  get('/referentiels/[slug]/brouillon/presentation', on.facilitating, 'framework draft'),
  send('/referentiels/[slug]/brouillon/presentation?/save', on.facilitating, [
    'draft presentation',
    { title: 'Le nôtre' },
  ]),
  send('/referentiels/[slug]/brouillon/presentation?/addSource', on.facilitating, [
    'draft presentation',
    { 'source-title': 'Étude', 'source-publisher': 'ADEME', 'source-url': 'https://exemple.org' },
  ]),
  send('/referentiels/[slug]/brouillon/presentation?/removeSource', on.facilitating, 'draft presentation'),
  get('/referentiels/[slug]/brouillon/publier', on.facilitating, 'framework draft'),
  send('/referentiels/[slug]/brouillon/publier', on.facilitating, 'framework draft'),
  get('/referentiels/[slug]/brouillon/criteres/[criterion]', on.facilitating, 'framework draft'),
  send('/referentiels/[slug]/brouillon/criteres/[criterion]?/save', on.facilitating, [
    'draft criterion',
    { title: 'Un autre', question: 'Et demain ?', 'level-1': 'Non.', 'level-2': 'Oui.' },
  ]),
  send('/referentiels/[slug]/brouillon/criteres/[criterion]?/remove', on.facilitating, [
    'framework draft',
    { removal: 'Trop long.' },
  ]),
  get('/referentiels/[slug]/criteres/[criterion]', on.reading, 'framework'),
  get('/referentiels/[slug]/imprimer', on.reading, 'framework'),
  get('/referentiels/[slug]/referentiel.csv', on.reading, 'framework'),
  get('/referentiels/[slug]/referentiel.json', on.reading, 'framework'),
  get('/referentiels/[slug]/referentiel.jsonld', on.reading, 'framework'),
  get('/referentiels/importer', who.facilitators),
  send('/referentiels/importer?/read', who.facilitators, [
    'nothing',
    { file: 'type;title\ndimension;Lien\n' },
  ]),
  send('/referentiels/importer?/make', who.facilitators, ['nothing', { content: frameworkFile }]),
  get('/referentiels/[slug]/passage', who.facilitatorsOn, 'framework draft'),
  send('/referentiels/[slug]/passage', who.facilitatorsOn, 'framework draft'),
];
