/** Plain shapes that several components and the pages share. Every string is already translated. */

/** A link in a list of links; `current` marks the page (or the section) one is on. */
export interface LinkItem {
  href: string;
  label: string;
  current?: boolean;
}

/** The same page in another language; `lang` is a BCP 47 tag, `label` is the language's own name. */
export interface LanguageItem extends LinkItem {
  lang: string;
}

/** One possible answer of a select, radio or checkbox group. */
export interface Choice {
  value: string;
  label: string;
  hint?: string;
  disabled?: boolean;
  /** BCP 47 language of the label when it is not in the page's language. */
  lang?: string;
  /** Draws a line above: for answers outside the scale such as "does not apply". */
  apart?: boolean;
}

/** A message about one field, for the error summary; `id` is the id of the control to reach. */
export interface FieldError {
  id: string;
  message: string;
}

export type Tone = 'plain' | 'info' | 'success' | 'warning' | 'error';

/** Heading levels a component may use below the page's h1. */
export type HeadingLevel = 2 | 3 | 4;

/** Joins the ids that are present for `aria-describedby`; undefined when there is none, so no empty attribute. */
export function describedBy(...ids: (string | false | undefined)[]): string | undefined {
  const present = ids.filter((id) => typeof id === 'string' && id !== '');
  return present.length === 0 ? undefined : present.join(' ');
}

/** The id of the nth control of a radio or checkbox group; the first one takes the group's own id, so that an
 * error summary can point at the group by its name. */
export function choiceId(id: string, index: number): string {
  return index === 0 ? id : `${id}-${index + 1}`;
}
