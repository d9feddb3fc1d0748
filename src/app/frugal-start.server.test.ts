import { execFile } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const command = path.resolve('bin/entrelacs.js');
/** Each time a process begins, it tells its number and the options of its engine. */
const tell = '--import=data:text/javascript,console.log(process.pid,process.execArgv.slice(1).join())';

/** What a command tells on its way; that it is then refused does not matter here. */
function toldBy(...words: string[]): Promise<string[]> {
  return new Promise((done) => {
    execFile(process.execPath, [tell, command, ...words], (_, output) => done(output.trim().split('\n')));
  });
}

// Windows cannot begin a process again in its place.
describe.skipIf(process.platform === 'win32')('the command line', () => {
  it('serves with little memory, however it is started, in the same process', async () => {
    const [first = '', again = '', ...more] = await toldBy('start', '--unknown');
    expect(again.split(' ')).toEqual([first.trim(), '--max-semi-space-size=4,--expose-gc']);
    expect(more).toEqual([]);
  });

  it('runs other commands at once', async () => {
    expect(await toldBy('evaluate')).toHaveLength(1);
  });
});
