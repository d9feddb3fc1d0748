import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asDownload, safeFileName } from './file-name.ts';

describe('the name of a file from outside', () => {
  it('keeps what people wrote', () => {
    expect(safeFileName('Réunion du 3 mars – l’été.pdf', 'document')).toBe('Réunion du 3 mars – l’été.pdf');
  });

  it('loses paths, invisible signs and what systems read otherwise', () => {
    expect(safeFileName('../../etc/passwd', 'document')).toBe('passwd');
    expect(safeFileName('C:\\fakepath\\plan.odt', 'document')).toBe('plan.odt');
    expect(safeFileName('photo\u202Egpj.exe', 'document')).toBe('photogpj.exe');
    expect(safeFileName('a\r\nset-cookie: x.pdf', 'document')).toBe('aset-cookie x.pdf');
    expect(safeFileName('...', 'document')).toBe('document');
    expect(safeFileName('', 'document')).toBe('document');
  });

  it('is never too long, keeps its ending, and can stand in a header', () => {
    expect(safeFileName(`${'é'.repeat(300)}.pdf`, 'document')).toMatch(/^é{96}\.pdf$/);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
        const name = safeFileName(given, 'document');
        expect([...name].length).toBeGreaterThan(0);
        expect([...name].length).toBeLessThanOrEqual(100);
        expect(name).not.toMatch(/[/\\\p{C}"<>]/u);
        expect(asDownload(name)).toMatch(/^attachment; filename="[ -~]*"; filename\*=UTF-8''[\w%.!~-]+$/);
      }),
    );
  });
});
