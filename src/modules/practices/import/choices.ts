import type { Digital, LegalStatus, Milieu, Purpose, Sector, Status } from '../practice.ts';
import { plainWords } from './clean-text.ts';

type Words<Choice> = readonly (readonly [Choice, RegExp])[];

const statusWords: Words<Status> = [
  ['asleep', /\b(en sommeil|suspendue?|en pause|temporairement|inacti(f|ve)|en veille|asleep|dormant)\b/],
  [
    'ended',
    /^(0|false|faux|non)$|\b(fermee?s?|terminee?s?|cessee?s?|arretee?s?|abandonnee?s?|dissou(s|te)|closed|disparue?s?)\b/,
  ],
  [
    'experiment',
    /\b(experimentation|experimental(e)?|test|pilote|prototype|en cours de (creation|lancement))\b/,
  ],
  ['idea', /\b(idee|projet|potentiel(le)?|a venir|envisagee?|en reflexion|planned|prochainement)\b/],
  [
    'active',
    /^(1|true|vrai|oui|yes|x)$|\b(acti(f|ve)s?|ouverte?s?|en (activite|service|cours|fonctionnement)|existante?s?|realisee?s?|open|running|fonctionnelle?|lancee?s?)\b/,
  ],
];

const legalStatusWords: Words<LegalStatus> = [
  ['cooperative', /\b(cooperative|scic|scop|cuma|cae|mutuelle|coop)\b/],
  ['informal', /\b(informel(le)?|sans statut|association de fait)\b/],
  ['association', /\b(associations?|associatif|asso|loi 1901|non lucratif|ong|nonprofit)\b/],
  [
    'public',
    /\b(publique?|collectivite|commune|mairie|ccas|epci|communaute de communes|etat|departement|region|universite|lycee|ecole)\b/,
  ],
  ['company', /\b(entreprise|societe|sarl|sas|sasu|sa|eurl|auto entrepreneur|micro entreprise|prive)\b/],
  ['informal', /\b(collectif|habitante?s)\b/],
  ['other', /^autres?$/],
];

const purposeWords: Words<Purpose> = [
  ['redistribution', /\b(redistribution|don|dons|troc|revente|reemploi|seconde main|achat|vente)\b/],
  ['sharing', /\b(partage|mutualis\w*|sharing|pret|location)\b/],
  ['organisation', /\b(organisation|groupement|cooperation|organization|regroupement)\b/],
];

const sectorWords: Words<Sector> = [
  ['food', /\b(alimentation|alimentaire|agricole|agriculture|amap|jardin\w*|food)\b/],
  ['mobility', /\b(mobilite|transports?|deplacements?|covoiturage|autopartage|velo|mobility)\b/],
  ['housing', /\b(logement|habitat|hebergement|housing)\b/],
  ['energy', /\b(energie|energies|energy)\b/],
  ['finance', /\b(finance|financement|monnaie|epargne)\b/],
  ['culture', /\b(culture|culturel(le)?|spectacle|art|arts)\b/],
  ['tourism', /\b(tourisme|touristique|tourism)\b/],
  ['knowledge', /\b(connaissances?|savoirs?|formation|education|numerique|knowledge)\b/],
  ['equipment', /\b(equipements?|outils?|materiel|reparation|recyclage|dechets?|equipment)\b/],
  ['services', /\b(services?|entraide)\b/],
  ['other', /^autres?$/],
];

/** Before town and country: `périurbain` holds both, and so may a cell of several. */
const milieuWords: Words<Milieu> = [
  ['several', /\b(plusieurs|mixte|tous( (les )?milieux)?|urbain .*\brural|rural .*\burbain)\b/],
  ['periurban', /\b(peri ?urbain(e|es|s)?|banlieue|couronne)\b/],
  ['urban', /\b(urbain(e|es|s)?|ville|quartier prioritaire|qpv|centre ville)\b/],
  ['rural', /\b(rural(e|es)?|ruraux|campagne|village|bourg)\b/],
];

/** The most dependent first: a cell may name several. */
const digitalWords: Words<Digital> = [
  ['platform', /\b(plateformes?|platform|application( mobile)?|appli)\b/],
  ['social-network', /\b(reseau(x)? socia(l|ux)|facebook|instagram|whatsapp|social network)\b/],
  ['website', /\b(site( (web|internet))?|blog|website)\b/],
  [
    'mailing-list',
    /\b(listes?( (de diffusion|mail|de discussion|d envoi))?|e? ?mails?|courriels?|lettre|newsletter)\b/,
  ],
  ['none', /^(non|no|0|false|faux)$|\b(aucune?|sans|pas de|none)\b/],
];

function readChoice<Choice>(text: string, words: Words<Choice>): Choice | null {
  const plain = plainWords(text);
  return words.find(([choice, pattern]) => plain === choice || pattern.test(plain))?.[0] ?? null;
}

/** State of life as files say it: `ouvert`, `true`, `en projet`, `fermé définitivement`… */
export function readStatus(text: string): Status | null {
  return readChoice(text, statusWords);
}

export function readLegalStatus(text: string): LegalStatus | null {
  return readChoice(text, legalStatusWords);
}

export function readPurpose(text: string): Purpose | null {
  return readChoice(text, purposeWords);
}

export function readSector(text: string): Sector | null {
  return readChoice(text, sectorWords);
}

export function readMilieu(text: string): Milieu | null {
  return readChoice(text, milieuWords);
}

/** What a practice could not do without: "aucun" only when nothing else is named. */
export function readDigital(text: string): Digital | null {
  return readChoice(text, digitalWords);
}

/** States in which a wiki or a map keeps a page: they say nothing of the practice. */
export function isPublicationState(text: string): boolean {
  return /^(publiee?|en ligne|valide?e?|published|online|publication)$/.test(plainWords(text));
}

/**
 * Whether a wiki or a map shows a page to everyone. Only what clearly says so counts: a state that is not understood keeps
 * the page to those who check it.
 */
export function readPublication(text: string): boolean {
  return isPublicationState(text) || /^(1|true|vrai|oui|yes|public(que)?|visible)$/.test(plainWords(text));
}

const licences: readonly (readonly [spdx: string, pattern: RegExp])[] = [
  ['ODbL-1.0', /\b(odbl|open database licen[cs]e)\b/],
  ['etalab-2.0', /\b(licence ouverte( v?2| 2 0| version 2)?|lov2|lo 2|etalab( 2 0)?)\b/],
  ['CC0-1.0', /\b(cc ?0|cc zero|domaine public)\b/],
  ['CC-BY-NC-SA-4.0', /\bcc by nc sa 4 0\b/],
  ['CC-BY-NC-ND-4.0', /\bcc by nc nd 4 0\b/],
  ['CC-BY-NC-4.0', /\bcc by nc 4 0\b/],
  ['CC-BY-ND-4.0', /\bcc by nd 4 0\b/],
  ['CC-BY-SA-4.0', /\bcc by sa 4 0\b/],
  ['CC-BY-SA-3.0', /\bcc by sa 3 0\b/],
  ['CC-BY-4.0', /\bcc by 4 0\b/],
  ['MIT', /^(licence )?mit$/],
];

/** SPDX identifier of a licence that a text names with its version, else the text: a version is never guessed. */
export function readLicence(text: string): string {
  const plain = plainWords(text);
  return licences.find(([, pattern]) => pattern.test(plain))?.[0] ?? text;
}
