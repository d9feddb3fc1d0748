import { transformWithOxc, type Plugin } from 'vite';

const moduleName = 'virtual:maplibre-worker';
const resolvedName = `\0${moduleName}`;
const withoutMlt = '\0without-mlt';

/**
 * Builds MapLibre from the sources its package ships, its worker in the same module graph as the page.
 *
 * The published bundles hold what page and worker share twice (442 kB with gzip for 6.17; 295 kB this way), and
 * Vite gives a worker a graph, hence a copy, of its own. As one more entry of the browser's build, the worker
 * shares chunks with the page: each byte is fetched once, from our own address, as `worker-src 'self'` demands.
 *
 * The decoder of MLT, a tile format we do not serve, is left out: 20 kB of the difference.
 *
 * `virtual:maplibre-worker` gives the worker's address as `workerUrl`. The development server uses the
 * published bundles, where weight is of no matter.
 */
export function maplibre(): Plugin {
  let building = false;
  return {
    name: 'entrelacs:maplibre',
    enforce: 'pre',
    configResolved(config) {
      building = config.command === 'build';
    },
    async resolveId(source, importer) {
      if (source === moduleName) return resolvedName;
      if (!building || this.environment.name !== 'client') return null;
      if (source === '@maplibre/mlt') return withoutMlt;
      if (source !== 'maplibre-gl') return null;
      const published = await this.resolve(source, importer, { skipSelf: true });
      return published && sourceFile(published.id, 'index.ts');
    },
    async load(id) {
      if (id === withoutMlt) return `export const [decodeTile, GEOMETRY_TYPE] = [];`;
      if (id !== resolvedName) return null;
      if (this.environment.name !== 'client') return `export const workerUrl = '';`;
      if (!building) return developmentWorker;
      const published = await this.resolve('maplibre-gl', undefined, { skipSelf: true });
      if (!published) throw new Error('maplibre-gl is not installed');
      const reference = this.emitFile({ type: 'chunk', id: sourceFile(published.id, 'source/worker.ts') });
      return `export const workerUrl = import.meta.ROLLUP_FILE_URL_${reference};`;
    },
    async transform(code, id) {
      if (!/[\\/]maplibre-gl[\\/]src[\\/].+\.ts$/.test(id)) return null;
      return transformWithOxc(code, id, ownFieldsOnly);
    },
  };
}

/** MapLibre is written for classes whose fields without a value are no fields at all, as TypeScript once had it. */
const ownFieldsOnly = {
  assumptions: { setPublicClassFields: true },
  typescript: { removeClassFieldsWithoutInitializer: true },
};

const developmentWorker = `
import url from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
export const workerUrl = url;
`;

/** A file of MapLibre's sources, which its package ships beside `dist` without exporting them. */
function sourceFile(publishedFile: string, path: string): string {
  return publishedFile.replace(/dist[\\/][^\\/]+$/, `src/${path}`);
}
