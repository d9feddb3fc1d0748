/** Helpers of the component tests: components are rendered as the server does, and their HTML is read. */

import { createRawSnippet, type Component } from 'svelte';
import { render } from 'svelte/server';

/** A compiled component, of which only the props matter here. */
type Rendered<Props> = (internals: never, props: Props) => unknown;

/** The HTML of a component, without Svelte's own comments. Throws when ids repeat or a reference leads nowhere. */
export function html<Props extends object>(component: Rendered<Props>, props: NoInfer<Props>): string {
  const { body: commented } = render(component as unknown as Component, { props });
  const body = commented.replaceAll(/<!--.*?-->/g, '');
  const ids = attributeValues(body, 'id');
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new Error(`The id ${repeated} is used twice`);
  for (const name of ['for', 'aria-describedby', 'aria-labelledby']) {
    const lost = attributeValues(body, name)
      .flatMap((value) => value.split(' '))
      .find((id) => !ids.includes(id));
    if (lost !== undefined) throw new Error(`${name} points at ${lost}, which does not exist`);
  }
  if (/ style=|<style|<script/.test(body))
    throw new Error('The content security policy refuses inline style and script');
  return body;
}

/** Every value of an attribute, in document order. */
export function attributeValues(body: string, name: string): string[] {
  return [...body.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map((match) => match[1] ?? '');
}

/** The opening tags that carry `part`, such as an attribute. */
export function tagsWith(body: string, part: string): string[] {
  return (body.match(/<[a-z][^>]*>/g) ?? []).filter((tag) => tag.includes(part));
}

/** The text a reader meets, with single spaces. */
export function textOf(body: string): string {
  return body
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** A snippet that renders one paragraph. */
export function paragraph(text: string) {
  return createRawSnippet(() => ({ render: () => `<p>${text}</p>` }));
}

/** A snippet that renders bare text in a span, for buttons. */
export function words(text: string) {
  return createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));
}
