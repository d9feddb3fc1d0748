import { describe, expect, it } from 'vitest';
import { documentEndings, documentType } from './document-type.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('the type of a document', () => {
  it('is told by the ending of its name, and borne out by how it begins', () => {
    expect(documentType('Compte rendu.PDF', bytes('%PDF-1.7'))).toBe('application/pdf');
    expect(documentType('plan.odt', bytes('PK\x03\x04mimetype'))).toBe(
      'application/vnd.oasis.opendocument.text',
    );
    expect(documentType('ancien.doc', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'))).toBe('application/msword');
    expect(documentType('liste.csv', bytes('nom;commune\n'))).toBe('text/csv');
  });

  it('is none when the content is not what the name says', () => {
    expect(documentType('page.pdf', bytes('<html><script>alert(1)</script>'))).toBeUndefined();
    expect(documentType('liste.csv', bytes('MZ\0\0'))).toBeUndefined();
    expect(documentType('plan.odt', bytes(''))).toBeUndefined();
  });

  it('is none for what a browser or a system would run', () => {
    for (const name of ['a.svg', 'a.html', 'a.xhtml', 'a.js', 'a.exe', 'a', '.pdf.html', 'a.constructor']) {
      expect(documentType(name, bytes('%PDF-1.7'))).toBeUndefined();
    }
    expect(documentEndings).not.toContain('.svg');
  });
});
