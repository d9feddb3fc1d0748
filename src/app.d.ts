import type { App as EntrelacsApp } from '#app/composition.server.ts';
import type { Context } from '#kernel/context.ts';
import type { Locale } from '#kernel/translate.ts';
import type { CurrentPerson } from '#modules/accounts/index.ts';
import type { Territory } from '#modules/territories/index.ts';

declare global {
  namespace App {
    interface Locals {
      app: EntrelacsApp;
      context: Context;
      territory: Territory;
      person: CurrentPerson | undefined;
      locale: Locale;
      /** The address is in a part of the site that this territory does without. */
      isSectionOff?: boolean;
      /** Set by a `load` whose page shows every visitor what the journal of the territory tells of, and nothing else. */
      sameForVisitors?: boolean;
      /** Set when the database could not be reached meanwhile: whoever asks is told to come back. */
      isDatabaseAway?: boolean;
    }
    /** What the server entry hands over with each request. */
    interface Platform {
      req: object;
    }
    interface Error {
      message: string;
      /** Key of the explanation shown. */
      code?: string;
      /** More about it, in the reader's words. */
      details?: string;
      /** For what was taken away, when this person may bring it back: the form that does. */
      restore?: { action: string; label: string };
    }
  }
}

export {};
