import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { newId } from './ids.ts';
import { streamArchive } from './archive/stream-archive.server.ts';
import { streamBody } from './stream-body.server.ts';

describe('a body that is streamed', () => {
  it('arrives whole', async () => {
    const bytes = ['donner', ' à voir'].map((text) => Buffer.from(text));
    expect(await new Response(streamBody(Readable.from(bytes))).text()).toBe('donner à voir');
  });

  it('breaks where making it does', async () => {
    async function* broken() {
      yield Buffer.from('a');
      throw new Error('broken');
    }
    await expect(new Response(streamBody(broken())).text()).rejects.toThrow('broken');
  });

  it('stops being made when its reader leaves, in the middle of an archive too', async () => {
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) yield newId().repeat(1000);
      } finally {
        isClosed = true;
      }
    }
    const archive = streamArchive([{ name: 'lieux.csv', content: endless }]);
    const reader = streamBody(archive).getReader();
    expect((await reader.read()).done).toBe(false);
    await reader.cancel();
    await vi.waitFor(() => expect([archive.destroyed, isClosed]).toEqual([true, true]));
  });
});
