/** Time zones of France, the mainland first, then its neighbours: names of the IANA database. */
export const timeZones = [
  'Europe/Paris',
  'America/Guadeloupe',
  'America/Martinique',
  'America/Cayenne',
  'Indian/Reunion',
  'Indian/Mayotte',
  'America/Miquelon',
  'America/St_Barthelemy',
  'Pacific/Noumea',
  'Pacific/Tahiti',
  'Pacific/Wallis',
  'Europe/Brussels',
  'Europe/Luxembourg',
  'Europe/Zurich',
] as const;

/** Most communes of one territory: a region. Beyond, its page could no longer be read. */
export const mostCommunes = 1_500;

/** Months after which people may be asked whether a practice is still true. */
export const confirmAfterChoices = [6, 12, 18, 24, 36] as const;
