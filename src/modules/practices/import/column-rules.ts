import type { ImportField } from './practice-draft.ts';

/** How surely a name of column means a field, from 0 to 1. */
interface ColumnRule {
  field: ImportField;
  score: number;
  /** Of the name in plain words: no capitals, accents, signs or text in brackets. */
  pattern: RegExp;
}

function rules(field: ImportField, ...scored: [score: number, pattern: RegExp][]): ColumnRule[] {
  return scored.map(([score, pattern]) => ({ field, score, pattern }));
}

const people =
  'referente?s?|contacts?|responsables?|prenoms?|president(e|s)?|auteure?s?|animat(eur|rice)s?|interlocut(eur|rice)s?|correspondante?s?|elue?s?|maire|dirigeante?s?|createurs?|benevoles?|proprietaires?|porteurs? (de|du) projets?|owner';
const elsewhere =
  'commune|ville|departement|region|epci|voie|rue|quartier|pays|canton|fichier|image|photo|source|producteurs?';

/**
 * Names of columns in French files (and the usual English ones): inventories of associations and local authorities,
 * national schemas (car-sharing, digital inclusion), YesWiki, GoGoCarto, uMap, OpenStreetMap.
 */
export const columnRules: readonly ColumnRule[] = [
  ...rules(
    'title',
    [
      1,
      /^(bf )?(nom|titre|title|name|intitule|denomination|libelle|raison sociale|appellation|nom lieu|nom structure)$/,
    ],
    [0.95, new RegExp(`^(nom|titre|intitule|denomination|name)\\b(?!.*\\b(${people}|${elsewhere})\\b)`)],
    [
      0.7,
      /^(structure|lieu|projet|initiative|association|asso|organisme|pratique|amap|etablissement|enseigne|jardin)s?$/,
    ],
    [
      0.6,
      /^(libelle|designation|nom)\b(?!.*\b(commune|ville|departement|region|voie|rue|epci)\b)|^n service$|\blabel$/,
    ],
  ),
  ...rules('pitch', [
    1,
    /^(pitch|resume|accroche|slogan|en une phrase|en bref|presentation (resume|courte)|chapo|sous titre|baseline|description courte|short description|bf chapeau)$/,
  ]),
  ...rules(
    'description',
    [
      1,
      /^(bf )?(description|descriptif|presentation|presentation detail|contenu|content|descr|projet description)$/,
    ],
    [0.8, /^(description|descriptif|presentation|a propos|objet|activites?(?! principale)|texte|details?)\b/],
    [0.75, /^(decrivez|decrire|racontez|presentez)\b/],
    [0.7, /^(infos?|informations?)( (diverses?|complementaires?|generales?|utiles?))?$/],
    [0.4, /^(commentaires?|remarques?|observations?|notes?)$/],
  ),
  ...rules(
    'point',
    [1, /\blat(itude)?\b.*\b(lon|lng|long|longitude)\b|\b(lon|lng|long|longitude)\b.*\blat(itude)?\b/],
    [
      1,
      /^(latlng|latlon|latlong|geo ?point( 2d)?|carte google|geopoint|coordonnees gps|geolocalisation|geolocation|gps|wkt|geom|geometry|geometrie)$/,
    ],
    [0.8, /^(coordonnees( geographiques| geo)?|coords?|coordinates|position|localisation( gps)?|point)$/],
  ),
  ...rules(
    'latitude',
    [1, /^(bf |geo |coord(onnees?)? )?(lat|latitude|ylat)$/],
    [0.8, /\b(lat|latitude|ylat)\b/],
  ),
  ...rules(
    'longitude',
    [1, /^(bf |geo |coord(onnees?)? )?(lon|lng|long|longitude|xlong|xlon)$/],
    [0.8, /\b(lon|lng|longitude|xlong|xlon)\b/],
  ),
  ...rules('x', [
    0.9,
    /^(coord(onnees?)? ?)?x( ?coord)?$|^(x|est|easting) (l93|lambert|wgs|rgf|epsg|2154|m$)|\blambert.* x$|^x l/,
  ]),
  ...rules('y', [
    0.9,
    /^(coord(onnees?)? ?)?y( ?coord)?$|^(y|nord|northing) (l93|lambert|wgs|rgf|epsg|2154|m$)|\blambert.* y$|^y l/,
  ]),
  ...rules(
    'address',
    [
      1,
      /^(bf )?(adresse|address|adr|ad lieu|street ?address|full address|adresse (postale|complete|physique|du lieu|de la structure))$/,
    ],
    [0.9, /^adresse(?!.*\b(e? ?mails?|mels?|electroniques?|web|internet|site|url)\b)/],
    [
      0.8,
      /^(rue|voie|street|(ad|adr|adresse) ?\d( site)?|adrs (complement|numvoie|typevoie|libvoie)|addr (street|housenumber|full|place)|housenumber|housename|place|complement( d)? adresse|(numero|num|no|n)( (de|et))?( nom de)?( la)? (voie|rue)|(type|libelle|nom)( de)?( la)? (voie|rue)|lieu dit)$/,
    ],
  ),
  ...rules(
    'postalCode',
    [1, /^(bf |addr |contact )?(cp|c p|code ?post(al)?e?|postal ?code|postcode|zip( code)?)$/],
    [0.9, /\b(code ?postal|postcode)\b|^(cp|code postal)\b/],
  ),
  ...rules(
    'communeCode',
    [
      1,
      /^(insee|code insee|commune code|insee code|codgeo|code commune( insee)?|commune insee|depcom|(com|cod|code) insee|insee com(mune)?|cod com|code geo|citycode|code officiel commune)$/,
    ],
    [0.9, /\bcode ?insee\b/],
  ),
  ...rules(
    'communeName',
    [
      1,
      /^(bf |addr |contact )?(commune|ville|city|town|com lieu|localite|address ?locality|locality|municipalite|lib ?com|nom ?com)$/,
    ],
    [
      0.95,
      /^(nom|libelle)( de)?( la)? (commune|ville)$|^(commune|ville) (nom|du lieu|d implantation|de la structure|principale)$/,
    ],
    [0.9, /^(adrs|l|lib|libelle) ?(lib ?)?(commune|ville)( site)?$/],
    [0.6, /^(commune|ville)\b/],
  ),
  ...rules(
    'themes',
    [
      1,
      /^(bf )?(themes?|thematiques?|categories?|category|types?|typologies?|taxonomy|taxonomie|types? (de|du|d) (lieu|structure|pratique|activite|initiative|projet)s?)$/,
    ],
    [
      0.8,
      /^(domaines?|famille|nature|secteurs?|produits?|champs?|sous (categorie|theme|type)s?|amenity|shop)$/,
    ],
    [0.7, /^(domaines?|secteurs?|typologies?|thematiques?|themes?|categories?) (d |de |du |des )/],
    [0.5, /^(structures?|genres?|groupes?|rubriques?|classes?|calques?|layer|couche|activites?)$/],
  ),
  ...rules('tags', [1, /^(tags?|bf tags|mots? ?cles?|keywords?|etiquettes?|hashtags?)$/]),
  ...rules(
    'website',
    [
      1,
      /^(bf )?(site( ?(web|internet|officiel))?|web|website|www|url (web|site|internet|du site)|url site( web| internet)?|page web|homepage|contact website|adresse (web|internet|du site( web| internet)?))$/,
    ],
    [0.9, /^url$/],
    [0.8, /^(site|page|lien) (web|internet|url|du site)\b|^liens?$/],
  ),
  ...rules(
    'email',
    [1, /^(bf )?(e ?mails?|mails?|courriels?|mels?|contact email|adresse (e? ?mail|electronique))$/],
    [0.9, /\b(e ?mails?|courriels?|mel|adresse (mail|electronique))\b/],
    [0.8, /\bmails?\b/],
  ),
  ...rules(
    'phone',
    [1, /^(bf )?(tel|tels|telephones?|phone|mobile|portable|contact phone)$/],
    [0.9, /\b(tel|telephones?|phone|gsm|fax)\b/],
    [0.7, /\b(portable|mobile)\b/],
  ),
  ...rules(
    'contactName',
    [0.9, new RegExp(`^(nom|noms|prenom|prenoms|identite)\\b.*\\b(${people})\\b`)],
    [0.8, new RegExp(`^(${people})\\b`)],
    [0.8, /^personnes?( (a )?(contact|contacter|ressources?|referente?s?))?$/],
  ),
  ...rules(
    'openingHours',
    [
      1,
      /^(bf )?(horaires?( (d )?ouvertures?)?|opening ?hours|open ?hours|heures d ouverture|jours?( et (heures|horaires))? d ouverture)$/,
    ],
    [
      0.9,
      /^(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/,
    ],
    [0.7, /^(horaires?|permanences?|heures? d ouverture|ouvertures?)\b/],
  ),
  ...rules(
    'externalId',
    [
      1,
      /^(id|identifiant|uuid|guid|id (fiche|lieu|structure|externe|objet|osm|unique)|external ?id|identifiant (unique|externe|du lieu)|osm id|xml id|cle|pivot)$/,
    ],
    [0.8, /^(ref|reference|code|objectid|fid|gid|ogc fid)$/],
    [0.6, /^(siret|siren|rna|numero (siret|rna)|no|n|num|numero)$/],
  ),
  ...rules(
    'updatedOn',
    [
      1,
      /^(date (de )?(la )?(derniere )?(mise a jour|maj|modification|modif)|mise? (a|e a) jour( le)?|maj( le)?|date maj( fiche)?|updated( ?at)?|last (modified|update)|datetime latest|derniere (modification|mise a jour|maj)|modifie(e)? le|date sai)$/,
    ],
    [0.7, /\b(mise? a jour|maj)\b/],
  ),
  ...rules('createdOn', [
    1,
    /^(date creation fiche|datetime create|created( ?at)?|cree(e)? le|horodateur|date d ajout|date (de )?creation de la fiche)$/,
  ]),
  ...rules('since', [
    0.9,
    /^(depuis|since|date (de )?creation|annee (de )?(creation|ouverture|debut)|creation|date d ouverture|ouvert(e)? depuis|annee|start date|date (de )?(debut|demarrage|lancement)|existe depuis)\b/,
  ]),
  ...rules('source', [1, /^(sources?|src|origine( (des|de la) donnees?)?|provenance|data source)$/]),
  ...rules(
    'sourceUrl',
    [1, /^(source url|url (de la )?(source|fiche)|lien (de|vers) la fiche|permalien|permalink)$/],
    [0.5, /^url$/],
  ),
  ...rules('licence', [0.9, /\blicen[cs]e\b/]),
  ...rules('legalStatus', [
    1,
    /^(statut|forme|nature|categorie) (juridique|legale?)\b|^legal (form|status)$|^type (d )?operateur$/,
  ]),
  ...rules('status', [
    0.9,
    /^(statut|status|etat|ouvert|en activite|actif|etat (d )?avancement|stade|avancement|etat de vie|state)$/,
  ]),
  ...rules('purpose', [0.9, /^(finalites?|purpose|but)$/]),
  ...rules('sector', [0.9, /^(sector|secteur)$/]),
  ...rules('carriers', [
    0.9,
    /^(structures? (porteuses?|parente|gestionnaire|juridique)|(organisme )?gestionnaires?|organisations?|operators?|operateurs?|porteurs?|porte par|organisateurs?|carriers?)$/,
  ]),
  ...rules(
    'partners',
    [1, /^(bf )?(partenaires?|partners?|partenariats?)$/],
    [0.8, /^(partenaires?|partenariats?|structures? partenaires?|avec qui)\b/],
  ),
  ...rules('milieu', [0.9, /^(milieux?|type de (milieu|territoire)|urbain ou rural|urbain rural)$/]),
  ...rules('digital', [
    0.9,
    /^(digital|usages? (du )?numeriques?|dependance (au )?numerique|outils? numeriques?( utilises?)?|service numerique)$/,
  ]),
  ...rules('reach', [
    0.9,
    /^(reach|(territoire|zone|perimetre|aire|rayon|echelle)s? (d |de |des? )?(intervention|action|l action|influence|rayonnement|activite)s?|territoires? concernes?|communes? (concernees?|couvertes?|d intervention)|perimetre geographique|aire geographique)$/,
  ]),
  ...rules('area', [1, /^(geo ?shape|contour|geo ?json|emprise)$/]),
  ...rules('publication', [1, /^statut fiche$/]),
  ...rules('count', [0.9, /^(count|effectif|nombre de (pratiques|structures|lieux|fiches))$/]),
];
