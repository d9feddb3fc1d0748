import { describe, expect, it } from 'vitest';
import { makeZip } from '#kernel/testing/make-workbook.server.ts';
import { readWhole } from '../../testing/read-text.server.ts';

const redon = { latitude: 47.6517, longitude: -2.0847 };

const kml = (inside: string, name = 'Carte') =>
  `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>${name}</name>${inside}</Document></kml>`;
const lavoir =
  '<Placemark><name>Le lavoir</name><Point><coordinates>-2.0847,47.6517,0</coordinates></Point></Placemark>';

describe('a KML', () => {
  it('of Google My Maps: folders for themes, what each place adds, surfaces, maps of elsewhere', async () => {
    const ring = '-2.1,47.6,0 -2.0,47.6,0\n-2.0,47.7,0 -2.1,47.7,0 -2.1,47.6,0';
    const read = await readWhole(
      kml(`<Style id="a"/><Folder><name>Jardins</name><Placemark><name>Le lavoir</name>
        <description><![CDATA[Ouvert<br>lundi]]></description><styleUrl>#a</styleUrl><phoneNumber>02 99 12 34 56</phoneNumber>
        <ExtendedData><Data name="Ville"><displayName>x</displayName><value>Redon</value></Data>
        <SchemaData><SimpleData name="Surface">12</SimpleData></SchemaData></ExtendedData>
        <LookAt><longitude>1</longitude><latitude>2</latitude></LookAt>
        <Point><coordinates> -2.0847,47.6517,0 </coordinates></Point></Placemark></Folder>
        <Placemark><name>Zone</name><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>${ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>
        <Placemark><name>Sentier</name><LineString><coordinates>-2.1,47.6 -2.0,47.6</coordinates></LineString></Placemark>
        <NetworkLink><name>Loin</name><Link><href>https://exemple.org/a.kml</href></Link></NetworkLink>`),
    );
    expect(read).toMatchObject({
      format: 'kml',
      sourceName: 'Carte',
      refused: [],
      remarks: ['distant-layer', 'line-as-point'],
      drafts: [
        {
          title: 'Le lavoir',
          description: 'Ouvert\nlundi',
          communeName: 'Redon',
          point: redon,
          themes: ['Jardins'],
          contacts: { phones: ['02 99 12 34 56'] },
          extra: { Surface: '12' },
        },
        {
          title: 'Zone',
          point: { latitude: 47.65, longitude: -2.05 },
          themes: [],
          reach: 'area',
          area: { type: 'Polygon' },
        },
        { title: 'Sentier', point: { latitude: 47.6, longitude: -2.05 }, area: null },
      ],
    });
  });

  it('in an archive with its pictures', async () => {
    const files = { 'images/a.png': 'x', 'doc.kml': kml(lavoir) };
    expect(await readWhole(await makeZip(files), { fileName: 'carte.kmz' })).toMatchObject({
      format: 'kml',
      drafts: [{ title: 'Le lavoir', point: redon }],
    });
  });

  it.each<[string, string | Promise<Buffer>, string]>([
    ['without a place', kml(''), 'no-records'],
    ['that breaks off', kml(lavoir).slice(0, -30), 'xml-damaged'],
    ['with tags that do not match', kml('<a></b>'), 'xml-damaged'],
    [
      'that grows without end',
      `<!DOCTYPE kml [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>${kml('&c;').slice(38)}`,
      'xml-entities-refused',
    ],
    [
      'whose archive inflates beyond measure',
      makeZip({ 'doc.kml': ' '.repeat(30_000_000) }),
      'inflates-too-much',
    ],
    ['whose archive holds no map', makeZip({ 'a.kml.txt': 'x' }), 'compressed'],
  ])('%s is refused', async (_, content, code) => {
    expect(await readWhole(await content, { fileName: 'carte.kml' })).toBe(code);
  });
});

it('a GPX gives its waypoints, not the ways someone went', async () => {
  const gpx = `<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>Tour</name></metadata>
    <wpt lat="47.6517" lon="-2.0847"><ele>12</ele><name>Le lavoir</name><desc>Bien</desc><link href="https://exemple.org"><text>Site</text></link><type>Jardin</type></wpt>
    <trk><name>Marche</name><trkseg><trkpt lat="1" lon="2"><name>x</name></trkpt></trkseg></trk></gpx>`;
  expect(await readWhole(gpx)).toMatchObject({
    format: 'gpx',
    sourceName: 'Tour',
    drafts: [
      {
        title: 'Le lavoir',
        description: 'Bien',
        themes: ['Jardin'],
        website: 'https://exemple.org',
        point: redon,
      },
    ],
  });
});

describe('OpenStreetMap', () => {
  const told = {
    format: 'osm',
    sourceName: 'OpenStreetMap',
    licence: 'ODbL-1.0',
    drafts: [
      {
        title: 'Ressourcerie',
        externalId: 'node/1',
        sourceUrl: 'https://www.openstreetmap.org/node/1',
        communeName: 'Redon',
        themes: ['charity'],
        point: redon,
      },
      { title: 'Sentier', externalId: 'way/2', point: { latitude: 47.6, longitude: -2.05 } },
    ],
  };

  it('as Overpass answers: points, ways by their points or their centre', async () => {
    const tags = { name: 'Ressourcerie', shop: 'charity', 'addr:city': 'Redon' };
    const nodes = [
      { type: 'node', id: 1, lat: 47.6517, lon: -2.0847, tags },
      { type: 'node', id: 3, lat: 47.6, lon: -2 },
      { type: 'node', id: 4, lat: 47.6, lon: -2.1, tags: { source: 'survey' } },
    ];
    const way = { type: 'way', id: 2, tags: { name: 'Sentier' } };
    const places = [
      { nodes: [3, 4] },
      { center: { lat: 47.6, lon: -2.05 } },
      { bounds: { minlat: 47.5, minlon: -2.1, maxlat: 47.7, maxlon: -2 } },
    ];
    for (const place of places) {
      const answer = { version: 0.6, generator: 'Overpass API', elements: [...nodes, { ...way, ...place }] };
      expect(await readWhole(JSON.stringify(answer))).toMatchObject(told);
    }
    expect(await readWhole('{"generator":"Overpass API","elements":[]}')).toBe('no-records');
  });

  it('as an extract in XML, without who drew it', async () => {
    const osm = `<?xml version="1.0"?><osm version="0.6"><node id="1" user="marie" lat="47.6517" lon="-2.0847"><tag k="name" v="Ressourcerie"/><tag k="shop" v="charity"/><tag k="addr:city" v="Redon"/></node>
      <node id="3" lat="47.6" lon="-2"/><node id="4" lat="47.6" lon="-2.1"/><way id="2"><nd ref="3"/><nd ref="4"/><tag k="name" v="Sentier"/></way></osm>`;
    const read = await readWhole(osm);
    expect(read).toMatchObject(told);
    expect(JSON.stringify(read)).not.toContain('marie');
  });
});
