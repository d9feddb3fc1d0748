import type { MailDelivery } from '#kernel/mail-delivery.ts';
import { ownerNames } from '#modules/accounts/index.server.ts';

/** What a page says that promises a mail: what becomes of it, and who can help when it cannot leave. */
export interface MailState {
  delivery: MailDelivery;
  owners: string[];
}

export async function mailState({ app, territory }: App.Locals): Promise<MailState> {
  const { mail: delivery } = app;
  return { delivery, owners: delivery === 'kept' ? await ownerNames(app.db, territory.id) : [] };
}
