import type { Translate } from '#kernel/translate.ts';
import type messages from '#messages/fr/map.json';
import type { Purpose } from '../practice.ts';
import type { OutlineKind } from './map-point.ts';

/** A sentence with a number: the browser puts it in, in the form the language wants. */
interface Counted {
  one: string;
  other: string;
}

/** The words of the map in one language, as the page sends them to the browser. */
export interface MapStrings {
  title: string;
  region: string;
  loading: string;
  noScript: string;
  noDrawing: string;
  partial: string;
  toList: string;
  zoomIn: string;
  zoomOut: string;
  showAll: string;
  twoFingers: string;
  view: Counted & { title: string; none: string; more: string };
  cluster: Counted & { near: Counted; hint: string };
  here: { title: string; close: string };
  /** Of a record that stands for several. */
  grouped: Counted;
  areas: Record<OutlineKind, string>;
  legend: { title: string; cluster: string; idea: string; grouped: string; drawn: string; about: string };
  purposes: Record<Purpose | 'unknown', string>;
  credits: string;
}

/** The words of the map, by the translator of the reader's language. `{count}` and `{town}` stay for the browser. */
export function mapStrings(t: Translate<keyof typeof messages>): MapStrings {
  // `{count}` and `{town}` stay for the browser to fill in.
  const kept = { count: '{count}', town: '{town}' };
  return {
    title: t('map.title'),
    region: t('map.region'),
    loading: t('map.loading'),
    noScript: t('map.no-script'),
    noDrawing: t('map.no-drawing'),
    partial: t('map.partial'),
    toList: t('map.to-list'),
    zoomIn: t('map.zoom-in'),
    zoomOut: t('map.zoom-out'),
    showAll: t('map.show-all'),
    twoFingers: t('map.two-fingers'),
    view: {
      one: t('map.view.one', kept),
      other: t('map.view.other', kept),
      title: t('map.view.title'),
      none: t('map.view.none'),
      more: t('map.view.more'),
    },
    cluster: {
      one: t('map.cluster.one', kept),
      other: t('map.cluster.other', kept),
      near: { one: t('map.cluster.near.one', kept), other: t('map.cluster.near.other', kept) },
      hint: t('map.cluster.hint'),
    },
    here: { title: t('map.here.title'), close: t('map.here.close') },
    grouped: { one: t('map.grouped.one', kept), other: t('map.grouped.other', kept) },
    areas: { drawn: t('map.area.drawn'), about: t('map.area.about') },
    legend: {
      title: t('map.legend.title'),
      cluster: t('map.legend.cluster'),
      idea: t('map.legend.idea'),
      grouped: t('map.legend.grouped'),
      drawn: t('map.legend.drawn'),
      about: t('map.legend.about'),
    },
    purposes: {
      redistribution: t('map.purpose.redistribution'),
      sharing: t('map.purpose.sharing'),
      organisation: t('map.purpose.organisation'),
      unknown: t('map.purpose.unknown'),
    },
    credits: t('map.credits'),
  };
}

/** The sentence for that number, as the reader's language wants it: `{count}` and the other `{names}` replaced. */
export function sayCount(
  locale: string,
  { one, other }: Counted,
  { count, ...words }: { count: number; town?: string },
): string {
  const sentence = new Intl.PluralRules(locale).select(count) === 'one' ? one : other;
  const values: Record<string, string> = { ...words, count: count.toLocaleString(locale) };
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
