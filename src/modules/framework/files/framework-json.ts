import { z } from 'zod';
import { type Result, err, ok } from '#kernel/result.ts';
import { type FrameworkContent, frameworkDraftShape, frameworkShape } from '../framework-content.ts';
import {
  type FileOrigin,
  type FileProblem,
  type FrameworkInFile,
  problemsOfShape,
} from './framework-file.ts';
import { lineageOf } from './lineage.ts';

/** Where the schema of these files stands on every instance. */
const schemaPath = '/api/v1/framework.schema.json';

const originShape = z.looseObject({
  territory: z.looseObject({ name: z.string().trim().min(1).max(500), url: z.url().optional() }),
  address: z.url().optional(),
});

/** The whole of a version as JSON, what came of earlier criteria included. */
export function writeFrameworkJson(
  content: FrameworkContent,
  origin: FileOrigin | undefined,
  site: string,
): string {
  const document = { $schema: `${site}${schemaPath}`, ...(origin && { origin }), framework: content };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Reads what `writeFrameworkJson` wrote, or the content alone. */
export function readFrameworkJson(value: unknown): Result<FrameworkInFile, FileProblem[]> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const { $schema: _, ...document } = (isObject ? value : {}) as Record<string, unknown>;
  const framework = 'framework' in document ? document['framework'] : document;
  if (!isObject || (framework === document && !('dimensions' in document))) {
    return err([{ line: null, place: '', code: 'not-a-framework' }]);
  }
  const read = frameworkDraftShape.safeParse(framework, { reportInput: true });
  if (!read.success) return err(problemsOfShape(read.error));
  const origin = originShape.safeParse(document['origin']);
  const lineage = lineageOf(read.data, origin.success ? origin.data : undefined);
  return ok({ content: read.data, lineage, notes: [] });
}

/** The JSON Schema (2020-12) of these files. */
export function frameworkFileSchema(site: string): object {
  const { $schema: _, ...framework } = z.toJSONSchema(frameworkShape, { io: 'input' });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${site}${schemaPath}`,
    type: 'object',
    properties: { $schema: { type: 'string' }, origin: { type: 'object' }, framework },
    required: ['framework'],
  };
}
