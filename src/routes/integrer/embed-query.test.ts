import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameLine, framePath, readEmbed } from './embed-query.ts';

const at = { origin: 'https://pays.test', prefix: '/en' };

describe('what is chosen for a frame', () => {
  it('is told from the filters of the practices', () => {
    const { embed, filters } = readEmbed(
      new URLSearchParams('show=cards&height=400&colours=dark&theme=eau&theme=&status=idea&title=Idées'),
    );
    expect(embed).toMatchObject({ show: 'cards', height: 400, colours: 'dark', title: 'Idées' });
    expect(String(filters)).toBe('theme=eau&status=idea');
  });

  it('is what is usual where it is not understood', () => {
    const { embed } = readEmbed(new URLSearchParams('show=x&height=9&colours=red&language=de'));
    expect(embed).toEqual({ title: '', show: 'map', colours: 'auto', height: 600, language: undefined });
  });

  it('stands in the address of the frame, when it is not usual', () => {
    const filters = new URLSearchParams('theme=eau');
    expect(framePath({ show: 'map', colours: 'auto' }, { prefix: '', filters })).toBe(
      '/integrer/carte?theme=eau',
    );
    expect(framePath({ show: 'cards', colours: 'dark' }, { prefix: '/en', filters })).toBe(
      '/en/integrer/liste?theme=eau&show=cards&colours=dark',
    );
  });
});

it('the line is one element, whatever the title and the words searched for', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (title, text) => {
      const { embed } = readEmbed(new URLSearchParams({ title: title.slice(0, 100) }));
      const line = frameLine(embed, { ...at, filters: new URLSearchParams({ q: text }) });
      expect(line).toMatch(/^<iframe title="[^"<]*" src="https:\/\/pays\.test\/[^"<]*" [^<]*><\/iframe>$/);
    }),
  );
});
