import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandEntities } from './xml-entities.ts';

const withEntities = (declared: string, body: string) =>
  `<?xml version="1.0"?><!DOCTYPE a [${declared}]><a>${body}</a>`;

describe('entities of an XML text', () => {
  it('become what they stand for, and their declaration goes', () => {
    const xml = withEntities(
      `<!ENTITY wiki 'https://exemple.org/'> <!ENTITY e "é">`,
      '&wiki;caf&e; &amp; &#233;',
    );
    expect(expandEntities(xml)).toEqual({
      ok: true,
      value: '<?xml version="1.0"?><a>https://exemple.org/café &amp; &#233;</a>',
    });
  });

  it('never become markup', () => {
    const expanded = expandEntities(withEntities(`<!ENTITY x '<b c="d">'>`, '&x;'));
    expect(expanded).toMatchObject({ ok: true, value: expect.stringContaining('&lt;b c=&quot;d&quot;>') });
  });

  it.for([
    `<!ENTITY x SYSTEM "file:///etc/passwd">`,
    `<!ENTITY x PUBLIC "a" "https://exemple.org/x">`,
    `<!ENTITY % x SYSTEM "https://exemple.org/x"> %x;`,
    `<!ENTITY % x "<!ENTITY y 'z'>">`,
  ])('of elsewhere are refused: %s', (declared) => {
    expect(expandEntities(withEntities(declared, '&x;'))).toEqual({ ok: false, error: 'external-entities' });
  });

  it('made of entities are refused, so that they cannot grow without end', () => {
    const laughs = [
      '<!ENTITY l0 "ha">',
      ...Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`),
    ];
    expect(expandEntities(withEntities(laughs.join(''), '&l9;'))).toEqual({
      ok: false,
      error: 'nested-entities',
    });
  });

  it('may not add more than fifty million signs', () => {
    const long = withEntities(`<!ENTITY x "${'a'.repeat(4_000)}">`, '&x;'.repeat(20_000));
    expect(expandEntities(long)).toEqual({ ok: false, error: 'too-many-entities' });
  });

  it('must be declared within limits', () => {
    expect(expandEntities(withEntities(`<!ENTITY x "${'a'.repeat(4_001)}">`, ''))).toMatchObject({
      ok: false,
    });
    const many = Array.from({ length: 501 }, (_, i) => `<!ENTITY x${i} "a">`).join('');
    expect(expandEntities(withEntities(many, ''))).toMatchObject({ ok: false });
    expect(expandEntities(`<!DOCTYPE a [${' '.repeat(70_000)}`)).toMatchObject({ ok: false });
  });

  it('leave a text without declaration as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const xml = `<a>${text.replaceAll('<', '')}</a>`;
        expect(expandEntities(xml)).toEqual({ ok: true, value: xml });
      }),
    );
  });
});
