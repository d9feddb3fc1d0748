import { isEmbedded } from '#app/embedded.ts';
import { localPath, withoutLocale } from '#app/locale.ts';
import { isInSections } from '#app/site-sections.ts';
import { locales } from '#kernel/translate.ts';
import { translators } from '#messages/index.ts';
import { coloursAddress } from './colours.server.ts';
import { today } from './today.server.ts';
import type { LayoutServerLoad } from './$types.d.ts';

const menu = [
  ['app.nav.practices', '/pratiques'],
  ['app.nav.framework', '/referentiels'],
  ['app.nav.evaluations', '/evaluations'],
  ['app.nav.cooperation', '/cooperation'],
  ['app.nav.levers', '/leviers'],
  ['app.nav.actions', '/actions'],
  ['app.nav.pages', '/connaissances'],
] as const;

/** The words of the frame, so that pages with JavaScript do not carry the whole dictionary. */
export const load: LayoutServerLoad = ({ locals, route, url }) => {
  const { locale, territory, person } = locals;
  const t = translators[locale];
  const path = withoutLocale(url.pathname);
  const link = (label: string, to: string) => ({
    href: localPath(locale, to),
    label,
    current: path === to || path.startsWith(`${to}/`),
  });
  return {
    locale,
    timeZone: territory.timeZone,
    embedded: isEmbedded(route.id),
    today: today(locals),
    role: locals.context.actor.role,
    sectionsOff: territory.sectionsOff,
    colours: territory.colour === null ? undefined : coloursAddress(territory.colour),
    shell: {
      territory: territory.name,
      product: t('app.name'),
      homeHref: localPath(locale, '/'),
      // The page of the search has its own field.
      search:
        path === '/recherche'
          ? undefined
          : {
              action: localPath(locale, '/recherche'),
              label: t('overview.search.header'),
              submit: t('overview.search.submit'),
            },
      nav: menu
        .filter(([, to]) => !isInSections(to, territory.sectionsOff))
        .map(([key, to]) => link(t(key), to)),
      languages: locales.map((other) => ({
        href: `${localPath(other, path)}${url.search}`,
        label: t(`app.language.${other}`),
        lang: other,
        current: other === locale,
      })),
      account: person
        ? link(t('accounts.account.title'), '/compte')
        : link(t('accounts.sign-in.title'), '/connexion'),
      demo: territory.isDemo ? t('app.demo') : undefined,
      footer: {
        text: `${t('app.footer.licence')} ${t('app.footer.source')}`,
        links: footerLinks(locals, link),
      },
      words: {
        skip: t('app.skip'),
        menu: t('app.nav.menu'),
        nav: t('app.nav.label'),
        languages: t('app.language.label'),
        footer: t('app.footer.label'),
      },
    },
  };
};

/** What stands at the bottom of every page. */
function footerLinks(
  { app, locale }: App.Locals,
  link: (label: string, to: string) => { href: string; label: string; current: boolean },
) {
  const t = translators[locale];
  return [
    link(t('news.title'), '/nouveautes'),
    link(t('app.footer.accessibility'), '/accessibilite'),
    link(t('app.footer.data'), '/donnees'),
    link(t('app.footer.moderation'), '/moderation'),
    link(t('territories.legal.title'), '/mentions-legales'),
    link(t('territories.privacy.title'), '/donnees-personnelles'),
    link(t('app.footer.about'), '/a-propos'),
    // Whoever uses the site may receive the source of what runs it (AGPL-3.0, section 13).
    {
      href: app.sourceUrl ?? `${localPath(locale, '/a-propos')}#source`,
      label: t('app.footer.source-code'),
    },
  ];
}
