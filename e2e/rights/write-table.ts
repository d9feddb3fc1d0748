import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expectations } from './expectations.ts';
import { tableOf } from './table.ts';

const file = path.resolve(import.meta.dirname, '../../docs/rights.md');
const options = await resolveConfig(file);
await writeFile(file, await format(tableOf(expectations), { ...options, parser: 'markdown' }));
