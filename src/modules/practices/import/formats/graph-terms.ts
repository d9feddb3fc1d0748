import type { ImportField } from '../practice-draft.ts';
import { localName } from './graph.ts';

/**
 * What properties of the usual vocabularies hold, by the last part of their name in lower case: schema.org, Dublin Core,
 * FOAF, vCard, WGS 84, PAIR (Virtual Assembly), DBpedia, ActivityStreams, GoGoCarto. Names further to the left of a field
 * win over others.
 */
const terms: Readonly<Partial<Record<ImportField, readonly string[]>>> = {
  title: ['name', 'label', 'preflabel', 'title', 'fn', 'legalname', 'organization-name'],
  pitch: ['slogan', 'disambiguatingdescription', 'shortdescription', 'comment', 'summary'],
  description: ['description', 'abstract', 'content', 'articlebody', 'note'],
  latitude: ['latitude', 'lat'],
  longitude: ['longitude', 'long', 'lon', 'lng'],
  point: ['aswkt', 'point', 'latlong'],
  address: ['streetaddress', 'street-address', 'address', 'addressline1', 'addressline2', 'addressstreet'],
  postalCode: ['postalcode', 'postal-code', 'postcode', 'addresszipcode'],
  communeName: ['addresslocality', 'locality', 'city', 'commune', 'municipality', 'addresscity'],
  communeCode: ['insee', 'inseecode', 'codeinsee', 'communecode'],
  tags: ['keywords', 'keyword', 'haskeyword', 'tag', 'tags'],
  themes: [
    'subject',
    'category',
    'categories',
    'hastopic',
    'theme',
    'hastheme',
    'additionaltype',
    'applicationcategory',
  ],
  website: ['url', 'homepage', 'website', 'webpage', 'hasurl'],
  email: ['email', 'mbox', 'hasemail', 'e-mail', 'mail'],
  phone: ['telephone', 'phone', 'hastelephone', 'faxnumber', 'tel'],
  contactName: ['contactname', 'creator', 'author', 'founder', 'employee', 'manager', 'hasresponsible'],
  openingHours: ['openinghours', 'openhours', 'openingtimes'],
  updatedOn: ['lastreviewed', 'datemodified', 'modified', 'updated', 'updatedat', 'wikipagemodificationdate'],
  createdOn: ['datecreated', 'created', 'published', 'datepublished', 'createdat', 'issued'],
  since: ['foundingdate', 'foundingyear', 'startdate', 'established'],
  licence: ['license', 'licence', 'rights'],
  files: ['image', 'logo', 'photo', 'depiction', 'thumbnail', 'img'],
  carriers: ['parentorganization', 'hasoperator', 'operator', 'organizer', 'partof'],
  purpose: ['purpose'],
  sector: ['sector'],
  legalStatus: ['legalstatus', 'legalform'],
};

const fieldByName = new Map(
  Object.entries(terms).flatMap(([field, names]) =>
    names.map((name, rank) => [bareName(name), { field: field as ImportField, rank }] as const),
  ),
);

/** The field that a property of a known vocabulary holds, and how much it is to be preferred: the less the better. */
export function termOf(property: string): { field: ImportField; rank: number } | undefined {
  return fieldByName.get(bareName(localName(property)));
}

/** `legal_status`, `legalStatus` and `legal-status` are one name. */
function bareName(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

/** Properties that tell of the file, or of the thing's twins elsewhere. */
const technical =
  /^(http:\/\/semantic-mediawiki\.org\/swivt\/|http:\/\/www\.w3\.org\/(2002\/07\/owl#|1999\/02\/22-rdf|ns\/prov#|ns\/ldp#))|#(isDefinedBy|seeAlso)$|-23aux$|\/(wikiPage\w+|sameAs|isPrimaryTopicOf)$/;

export function isTechnical(property: string): boolean {
  return technical.test(property) && termOf(property)?.field !== 'updatedOn';
}

const notPractices = new RegExp(
  `^(http://www\\.w3\\.org/(2002/07/owl|2000/01/rdf-schema|1999/02/22-rdf|ns/ldp|ns/dcat|2003/01/geo)|http://rdfs\\.org/ns/void|http://www\\.opengis\\.net)|(^|[#/:])(${[
    'Concept(Scheme)?',
    'Dataset',
    'DataCatalog',
    'Catalog',
    'WebPage',
    'WebSite',
    'ItemList',
    'ListItem',
    'BreadcrumbList',
    'SearchAction',
    '(Ordered)?Collection(Page)?',
    'PostalAddress',
    'Address',
    'GeoCoordinates',
    'GeoShape',
    'Point',
    'ContactPoint',
    'OpeningHoursSpecification',
    'ImageObject',
    'MediaObject',
    'Image',
    'Country',
    'AdministrativeArea',
    'City',
    'Theme',
    'Keyword',
    'Skill',
    'Document',
    'CreativeWork',
    'DefinedTerm',
    'PropertyValue',
  ].join('|')})$`,
);

/** Things that are no practice: classes, lists, addresses, positions, files… */
export function isNoPractice(types: readonly string[]): boolean {
  return types.some(
    (type) => notPractices.test(type) && !type.endsWith('owl#NamedIndividual') && !type.endsWith('owl#Thing'),
  );
}

export function isPerson(types: readonly string[]): boolean {
  return types.some((type) => /[#/:](Person|Individual|Patient)$/.test(type));
}

const generic =
  /[#/:](Thing|NamedIndividual|Place|Organi[sz]ation|LocalBusiness|Project|Subject|Agent|Actor|SpatialThing|Feature|Event|Group|Resource|Practice|Idea)$/;

/** Types that say what sort of practice it is, beyond that it is a place or an organisation. */
export function tellingTypes(types: readonly string[]): string[] {
  return types.filter((type) => !generic.test(type));
}

/** A node under one of these is part of what refers to it: an address, a position, hours. */
const structural =
  /^(address|geo|location|haslocation|hasgeo|hasaddress|geometry|hasgeometry|contactpoint|openinghoursspecification|haspostaladdress|place|adr|subjectof|additionalproperty)$/;

export function isStructural(property: string): boolean {
  return structural.test(localName(property).toLowerCase());
}
