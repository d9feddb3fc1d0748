/** Made by the build: see `tooling/maplibre-plugin.ts`. */
declare module 'virtual:maplibre-worker' {
  /** Address of MapLibre's worker on our own site. */
  export const workerUrl: string;
}
