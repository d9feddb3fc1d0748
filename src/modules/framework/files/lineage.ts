import type { FrameworkContent, Lineage } from '../framework-content.ts';
import type { FileOrigin } from './framework-file.ts';

/** What a copy of a version says of where it comes from. */
export function lineageOf(content: FrameworkContent, origin: FileOrigin | undefined): Lineage {
  const { name, url } = origin?.territory ?? {};
  return {
    frameworkId: content.id,
    version: content.version,
    title: content.title,
    ...(name && { territory: { name, ...(url && { url }) } }),
  };
}
