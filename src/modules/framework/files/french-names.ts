import type { PlainColumn, RowType, WordColumn } from './framework-columns.ts';

/** Names of columns that people give in French files, without accents, words joined by `_`. */
export const frenchColumns: Readonly<Record<string, WordColumn | PlainColumn>> = {
  identifiant: 'id',
  dans: 'parent',
  niveau: 'level',
  seuil: 'bound',
  titre: 'title',
  pourquoi: 'why',
  par_rapport_a_quoi: 'compared_with',
  a_quelles_conditions: 'conditions',
  effet_rebond: 'rebound',
  ne_s_applique_pas_si: 'not_applicable_if',
  ce_qui_peut_le_montrer: 'evidence',
  unite: 'unit',
  avertissement: 'notice',
  comment_repondre: 'how_to_answer',
  ce_qui_change: 'change_note',
  mieux: 'better',
  reponse: 'answered_by',
  odd: 'sdgs',
  nom: 'name',
  adresse: 'url',
};

/** What people call the types of lines in French. */
export const frenchTypes: Readonly<Record<string, RowType>> = {
  referentiel: 'framework',
  auteur: 'author',
  autrice: 'author',
  origine: 'from',
  critere: 'criterion',
  niveau: 'level',
  indicateur: 'indicator',
  enjeu: 'stake',
};
