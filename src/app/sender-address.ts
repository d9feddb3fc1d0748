/**
 * Whom mails come from: the account of the mail server when it is an address, as most servers let an account write
 * from its own address only; else an address of the site that nobody reads.
 */
export function senderAddress(configuration: { origin: string; smtpUrl: string | undefined }): string {
  const account = configuration.smtpUrl ? userOf(new URL(configuration.smtpUrl)) : '';
  const isAddress = /^[^\s@<>]+@[^\s@<>]+$/.test(account);
  return isAddress ? account : `ne-pas-repondre@${new URL(configuration.origin).hostname}`;
}

/** Empty when the name is not one that can be read. */
function userOf({ username }: URL): string {
  try {
    return decodeURIComponent(username);
  } catch {
    return '';
  }
}
