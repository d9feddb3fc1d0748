import type { Sample } from './route-sample.ts';

/** Who may open an address. `link`: whoever holds the signed link that a mail carries. */
export type Access = 'visitor' | 'contributor' | 'facilitator' | 'owner' | 'link';

/** One address of the product. A folder that holds both a page and an endpoint has two entries. */
export interface Route {
  /** The route as its folders spell it, without groups: `/pratiques/[slug]`. */
  path: string;
  kind: 'page' | 'endpoint';
  /** Whether the page loads JavaScript: false for what is read, true for what is a tool. Always false for an endpoint. */
  csr: boolean;
  /** The least trusted who may open it; what is shown there may still depend on the role. */
  access: Access;
  /** For a path with parameters, and for a page that needs a query: an address, or the name of what gives one. */
  sample?: Sample | `/${string}`;
  /** A page that is read, and has one small script all the same, which it works without. */
  hasScript?: true;
  /** Nothing answers there unless the host asked for what developers need (`ENTRELACS_COMPONENTS`). */
  inDevelopment?: true;
}

/** A page that is read: it sends no JavaScript. */
function page(path: string, access: Access, sample?: Route['sample']): Route {
  return { path, kind: 'page', csr: false, access, sample };
}

/** What programs ask for. */
function endpoint(path: string, access: Access, sample?: Route['sample']): Route {
  return { path, kind: 'endpoint', csr: false, access, sample };
}

/**
 * Every address of the product: what the browser journeys visit, and what a reviewer reads to know who may see
 * what. A page or endpoint that is missing here, or an entry without its page, fails `tooling/checks/routes.test.ts`.
 */
export const routes: readonly Route[] = [
  page('/', 'visitor'),
  page('/recherche', 'visitor', '/recherche?q=jardin'),
  page('/a-propos', 'visitor'),
  page('/accessibilite', 'visitor'),
  page('/donnees', 'visitor'),
  { ...page('/composants', 'visitor'), inDevelopment: true },
  { ...endpoint('/composants/[theme].css', 'visitor', '/composants/dark.css'), inDevelopment: true },
  page('/mentions-legales', 'visitor'),
  page('/donnees-personnelles', 'visitor'),
  page('/moderation', 'visitor'),
  page('/nouveautes', 'visitor'),
  page('/signaler/[slug]', 'visitor', 'record-to-report'),
  page('/connexion', 'visitor'),
  page('/connexion/lien/[token]', 'link', 'sign-in-link'),
  { path: '/connexion/cle', kind: 'page', csr: true, access: 'visitor' },
  page('/connexion/sortie', 'visitor'),
  page('/proprietaire/[token]', 'link', 'owner-link'),
  page('/invitation/[token]', 'link', 'role-invitation-link'),
  page('/compte', 'contributor'),
  page('/compte/suivis', 'contributor'),
  page('/suivis/[token]', 'link', '/suivis/lien-illisible'),
  page('/compte/sessions', 'contributor'),
  page('/compte/comptes-lies', 'contributor'),
  { path: '/compte/cles', kind: 'page', csr: true, access: 'contributor' },
  page('/compte/adresse', 'contributor'),
  page('/compte/adresse/[token]', 'link', 'email-change-link'),
  page('/compte/ancienne-adresse/[token]', 'link', '/compte/ancienne-adresse/lien-illisible'),
  page('/compte/mes-donnees', 'contributor'),
  endpoint('/compte/mes-donnees/copie', 'contributor'),
  page('/compte/effacer', 'contributor'),
  page('/compte/adieu', 'visitor'),
  page('/gestion', 'facilitator'),
  page('/gestion/demarrer', 'owner'),
  page('/gestion/territoire', 'owner'),
  page('/gestion/territoire/communes', 'owner', '/gestion/territoire/communes?q=redon'),
  page('/gestion/territoire/couleurs', 'owner'),
  page('/gestion/territoire/rubriques', 'owner'),
  page('/gestion/territoire/mentions', 'owner'),
  page('/gestion/territoire/courriel', 'owner'),
  page('/gestion/membres', 'facilitator'),
  page('/gestion/signalements', 'facilitator'),
  page('/gestion/annuler', 'facilitator'),
  page('/gestion/supprimes', 'facilitator'),
  page('/gestion/doublons', 'facilitator'),
  page('/gestion/doublons/comparer', 'facilitator', 'practices-to-compare'),
  page('/gestion/doublons/separer', 'facilitator', 'practices-merged'),
  page('/gestion/sources', 'facilitator'),
  page('/gestion/sources/[id]', 'facilitator', 'source'),
  page('/gestion/masquer/[slug]', 'facilitator', 'record-to-hide'),
  page('/gestion/courriels', 'owner'),
  page('/gestion/travaux', 'owner'),
  page('/gestion/archive', 'owner'),
  endpoint('/gestion/archive/telecharger', 'owner'),

  page('/pratiques', 'visitor'),
  { path: '/pratiques/carte', kind: 'page', csr: true, access: 'visitor' },
  page('/integrer', 'visitor'),
  page('/integrer/liste', 'visitor'),
  { path: '/integrer/carte', kind: 'page', csr: true, access: 'visitor' },
  endpoint('/integrer/couleurs/[theme].css', 'visitor', '/integrer/couleurs/dark.css'),
  page('/pratiques/nouvelle', 'visitor'),
  page('/pratiques/proposition/[token]', 'link', 'proposal-link'),
  page('/pratiques/correction/[token]', 'link', 'correction-link'),
  page('/pratiques/confirmer/[token]', 'link', 'confirmation-link'),
  page('/pratiques/a-confirmer', 'facilitator'),
  page('/pratiques/importer', 'facilitator'),
  page('/pratiques/importer/adresse', 'facilitator'),
  page('/pratiques/importer/[id]', 'facilitator', 'import'),
  page('/pratiques/[slug]/doublon', 'contributor', 'practice-to-compare'),
  page('/pratiques/[slug]', 'visitor', 'practice'),
  page('/pratiques/[slug]/historique', 'visitor', 'practice'),
  page('/pratiques/[slug]/modifier', 'contributor', 'practice'),
  page('/pratiques/[slug]/corriger', 'visitor', 'practice'),
  page('/pratiques/[slug]/contact', 'contributor', 'practice'),
  page('/pratiques/[slug]/ecrire', 'visitor', 'practice-with-contact'),
  page('/pratiques/contact/[token]', 'link', 'consent-link'),

  page('/fichiers/[record]', 'contributor', 'record-files'),
  page('/fichiers/[record]/[file]', 'contributor', 'file'),
  endpoint('/fichiers/[record]/[file]/[name]', 'visitor', 'file-content'),

  page('/themes', 'visitor'),
  page('/themes/[slug]', 'visitor', '/themes/alimentation-et-jardins'),
  page('/defis/[slug]', 'visitor', '/defis/se-deplacer-sans-voiture'),
  page('/communautes/[slug]', 'visitor', '/communautes/bricoleuses-et-reparateurs'),
  page('/gestion/themes', 'facilitator'),
  page('/gestion/formulaire', 'facilitator'),
  page('/gestion/formulaire/listes/[list]', 'facilitator', '/gestion/formulaire/listes/ouverture'),

  page('/referentiels', 'visitor'),
  page('/referentiels/nouveau', 'facilitator'),
  page('/referentiels/[slug]', 'visitor', 'framework'),
  page('/referentiels/[slug]/versions', 'visitor', 'framework'),
  page('/referentiels/[slug]/historique', 'visitor', 'framework'),
  page('/referentiels/[slug]/brouillon', 'contributor', 'framework-draft'),
  page('/referentiels/[slug]/brouillon/presentation', 'facilitator', 'framework-draft'),
  page('/referentiels/[slug]/brouillon/publier', 'facilitator', 'framework-draft'),
  page('/referentiels/[slug]/brouillon/criteres/[criterion]', 'facilitator', 'draft-criterion'),
  page('/referentiels/[slug]/criteres/[criterion]', 'visitor', 'criterion'),
  page('/referentiels/[slug]/imprimer', 'visitor', 'framework'),
  page('/referentiels/[slug]/passage', 'facilitator', 'framework-draft'),
  page('/referentiels/importer', 'facilitator'),
  endpoint('/referentiels/[slug]/referentiel.csv', 'visitor', 'framework'),
  endpoint('/referentiels/[slug]/referentiel.json', 'visitor', 'framework'),
  endpoint('/referentiels/[slug]/referentiel.jsonld', 'visitor', 'framework'),
  endpoint('/api/v1/framework.schema.json', 'visitor'),

  page('/evaluations', 'visitor'),
  page('/evaluations/nouvelle', 'facilitator', 'practice-to-evaluate'),
  page('/evaluations/[slug]', 'visitor', 'evaluation'),
  page('/evaluations/[slug]/historique', 'visitor', 'evaluation'),
  page('/evaluations/[slug]/rapport', 'visitor', 'evaluation'),
  page('/evaluations/[slug]/comparer', 'visitor', 'repeated-evaluation'),
  page('/evaluations/[slug]/choisir', 'visitor', 'repeated-evaluation'),
  page('/evaluations/[slug]/atelier', 'facilitator', 'evaluation'),
  page('/evaluations/[slug]/atelier/priorites', 'facilitator', 'evaluation'),
  page('/evaluations/[slug]/points', 'visitor', 'evaluation'),
  page('/evaluations/[slug]/modifier', 'facilitator', 'draft-evaluation'),
  page('/evaluations/[slug]/invitations', 'facilitator', 'open-evaluation'),
  page('/evaluations/[slug]/invitations/[invitation]', 'facilitator', 'invitation'),
  page('/evaluations/[slug]/papier', 'facilitator', 'open-evaluation'),
  page('/evaluations/[slug]/papier/imprimer', 'facilitator', 'open-evaluation'),
  page('/evaluations/[slug]/salle', 'facilitator', 'open-evaluation'),
  { ...page('/evaluations/repondre/[token]', 'link', 'answer-link'), hasScript: true },
  page('/r', 'visitor'),
  page('/r/[code]', 'link', '/r/carte-illisible'),

  page('/cooperation', 'visitor'),
  page('/cooperation/[entry]', 'visitor', 'cooperation-entry'),
  page('/leviers', 'visitor'),
  page('/leviers/choisir', 'facilitator', 'evaluation-to-act-on'),
  page('/leviers/nouveau', 'facilitator'),
  page('/leviers/[slug]', 'visitor', 'lever'),
  page('/leviers/[slug]/historique', 'visitor', 'lever'),
  page('/leviers/[slug]/modifier', 'facilitator', 'lever'),

  page('/actions', 'visitor'),
  page('/actions/nouvelle', 'contributor'),
  page('/actions/[slug]', 'visitor', 'action'),
  page('/actions/[slug]/historique', 'visitor', 'action'),
  page('/actions/[slug]/modifier', 'contributor', 'action'),

  page('/connaissances', 'visitor'),
  page('/connaissances/nouvelle', 'visitor'),
  page('/connaissances/proposition/[token]', 'link', 'page-proposal-link'),
  page('/connaissances/[slug]', 'visitor', 'page'),
  page('/connaissances/[slug]/historique', 'visitor', 'page'),
  page('/connaissances/[slug]/modifier', 'contributor', 'page'),
  page('/liens/[slug]', 'contributor', 'record-to-tie'),

  page('/deliberations', 'visitor'),
  page('/deliberations/nouvelle', 'facilitator', 'consultation-to-open'),
  page('/deliberations/[slug]', 'visitor', 'consultation'),
  page('/deliberations/[slug]/historique', 'visitor', 'consultation'),
  page('/deliberations/[slug]/modifier', 'facilitator', 'consultation'),
  page('/deliberations/[slug]/opinions', 'visitor', 'consultation'),
  page('/deliberations/[slug]/poids', 'visitor', 'consultation'),
  page('/deliberations/[slug]/salle', 'facilitator', 'consultation'),
  page('/deliberations/[slug]/propositions/[proposal]', 'facilitator', 'proposal'),
  page('/deliberations/avis/[token]', 'link', 'consultation-way-in'),
  page('/deliberations/avis/[token]/opinions', 'link', 'consultation-way-in'),
  page('/deliberations/avis/[token]/poids', 'link', 'consultation-way-in'),
  page('/deliberations/avis/[token]/poids/[place]', 'link', 'consultation-weights'),
  page('/deliberations/avis/[token]/proposer', 'link', 'consultation-way-in'),
  page('/deliberations/salle/[code]', 'link', '/deliberations/salle/inconnue'),
  page('/decisions', 'visitor'),
  page('/decisions/[slug]', 'visitor', 'decision'),
  page('/decisions/[slug]/historique', 'visitor', 'decision'),

  endpoint('/connexion/oidc', 'visitor'),
  endpoint('/connexion/oidc/retour', 'visitor'),
  endpoint('/couleurs/[file]', 'visitor', '/couleurs/0000000000000000.css'),
  endpoint('/carte/fond', 'visitor'),
  endpoint('/carte/style/[theme]', 'visitor', '/carte/style/light'),
  endpoint('/pratiques/carte/tuiles/[z]/[x]/[y]', 'visitor', '/pratiques/carte/tuiles/0/0/0'),
  endpoint('/nouveautes.atom', 'visitor'),
  endpoint('/nouveautes/[slug].atom', 'visitor', 'record-feed'),
  endpoint('/pratiques.atom', 'visitor'),
  endpoint('/leviers.atom', 'visitor'),
  endpoint('/actions.atom', 'visitor'),
  endpoint('/evaluations.atom', 'visitor'),
  endpoint('/deliberations.atom', 'visitor'),
  endpoint('/deliberations/[slug]/poids.csv', 'visitor', 'consultation'),
  endpoint('/deliberations/[slug]/poids.json', 'visitor', 'consultation'),
  endpoint('/decisions.atom', 'visitor'),
  endpoint('/evaluations/[slug]/resultat.csv', 'visitor', 'evaluation'),
  endpoint('/evaluations/[slug]/raisons.csv', 'visitor', 'evaluation'),
  endpoint('/evaluations/[slug]/resultat.json', 'visitor', 'evaluation'),
  endpoint('/evaluations/[slug]/justificatifs/[file]', 'visitor', 'evidence'),
  endpoint('/evaluations/repondre/[token]/justificatifs/[file]', 'link', 'own-evidence'),
  endpoint('/connaissances.atom', 'visitor'),
  endpoint('/themes/[slug].atom', 'visitor', '/themes/alimentation-et-jardins.atom'),
  endpoint('/defis/[slug].atom', 'visitor', '/defis/se-deplacer-sans-voiture.atom'),
  endpoint('/communautes/[slug].atom', 'visitor', '/communautes/bricoleuses-et-reparateurs.atom'),
  endpoint('/moderation.atom', 'visitor'),
  endpoint('/healthz', 'visitor'),
  endpoint('/api/v1/openapi.json', 'visitor'),
  endpoint('/api/v1/practices', 'visitor'),
  endpoint('/api/v1/practices/[id]', 'visitor', 'practice-id'),
  endpoint('/api/v1/practices/[id].csv', 'visitor', 'practice-id'),
  endpoint('/api/v1/practices/[id].geojson', 'visitor', 'practice-id'),
  endpoint('/api/v1/practices/[id].jsonld', 'visitor', 'practice-id'),
  endpoint('/api/v1/practices/deleted', 'visitor'),
  endpoint('/api/v1/practices.csv', 'visitor'),
  endpoint('/api/v1/practices.geojson', 'visitor'),
  endpoint('/api/v1/practices.jsonld', 'visitor'),
];
