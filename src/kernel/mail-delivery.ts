/**
 * What becomes of mails on this instance: they are sent; or none can be sent yet, and the links people ask for are
 * written in the terminal of whoever started it on their own machine, or kept with the mails until they can be.
 */
export type MailDelivery = 'sent' | 'terminal' | 'kept';
