import { cpus, totalmem } from 'node:os';
import { buildWhenNeeded } from '#app/build.server.ts';
import { cleanUp, isToldToStop, stopWhenTold } from './support/cleanup.ts';
import { type Campaign, type PartName, parts, readOrder } from './parts.ts';
import { endProducts } from './support/product.ts';
import { printPart, progress } from './support/report.ts';

// `npm run test:campaign`: what was acknowledged is never lost, tried by killing, cutting, filling, racing and restoring.
// `npm run test:campaign -- kills --quick`: one part, in a small size. With DATABASE_URL, on a PostgreSQL of one's own.
const order = readOrder(process.argv.slice(2), process.env);
if (!order) {
  process.stderr.write(
    `Usage: npm run test:campaign -- [--quick] [${Object.keys(parts).join('|')}]…\nSee docs/reliability.md.\n`,
  );
  process.exit(2);
}
if (process.platform !== 'linux') {
  process.stderr.write('The campaign reads /proc, and so runs on Linux only.\n');
  process.exit(2);
}

stopWhenTold(endProducts);
buildWhenNeeded(progress);
const [processor] = cpus();
process.stdout.write(
  `Node ${process.version}, ${cpus().length} × ${processor?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB\n`,
);
let failed = 0;
for (const name of order.parts) if (!isToldToStop()) failed += await runPart(name, order.campaign);
progress(failed > 0 ? `${failed} FAILED` : 'done');
// Writers of a part that could not be carried through may still be trying.
process.exit(failed > 0 ? 1 : 0);

/** How many lines of the part failed; a part that cannot be carried through is one. */
async function runPart(name: PartName, campaign: Campaign): Promise<number> {
  progress(name);
  const { title, run } = parts[name];
  try {
    const lines = await run(campaign);
    printPart(title, lines);
    return lines.filter(({ verdict }) => verdict === 'FAILED').length;
  } catch (error) {
    const why = error instanceof Error ? error.stack : String(error);
    progress(`${isToldToStop() ? 'stopped before its end' : 'FAILED'}: ${name}: ${why}`);
    return 1;
  } finally {
    // Else they would hold what is to be taken away.
    await endProducts();
    await cleanUp();
  }
}
