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
    }
    interface Error {
      message: string;
      /** Key of the explanation shown. */
      code?: string;
    }
  }
}

export {};
