import { error } from '@sveltejs/kit';
import type { Context } from '#kernel/context.ts';
import { columnsWithin } from '#modules/practices/index.server.ts';

/** Milliseconds that someone waits for at a page. A hundred thousand practices are read in less. */
const patience = 5000;

/** Rather than keep a reader waiting while a very large inventory is read, says so: it goes on meanwhile. */
export async function awaitInventory(context: Context): Promise<void> {
  if (await columnsWithin(context, patience)) return;
  error(503, { message: '', code: 'app.error.still-reading' });
}
