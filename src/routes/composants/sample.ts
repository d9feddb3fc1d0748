import { type Component, type Snippet, createRawSnippet } from 'svelte';

/** A component in each of its states. */
export interface ShownComponent {
  /** Its file below `src`, without `.svelte`. */
  file: string;
  component: Component<object>;
  /** Whether it is an item of a list. */
  isItem: boolean;
  states: readonly { name: string; props: object }[];
}

/** What a component is shown with: its properties by the name of each state. */
interface Showing<Props> {
  isItem?: boolean;
  states: Record<string, Props>;
}

export function shown<Props extends object>(
  file: string,
  component: Component<Props>,
  { isItem = false, states }: NoInfer<Showing<Props>>,
): ShownComponent {
  return {
    file,
    component: component as unknown as Component<object>,
    isItem,
    states: Object.entries(states).map(([name, props]) => ({ name, props })),
  };
}

/** Words as the content of a component. */
export function words(text: string): Snippet {
  return createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));
}

/** A paragraph as the content of a component. */
export function paragraph(text: string): Snippet {
  return createRawSnippet(() => ({ render: () => `<p>${text}</p>` }));
}

/** What people write that no drawing foresees: a word of 200 letters, a text of 10,000, another language. */
export const longWord = 'anticonstitutionnellement'.repeat(8);
/** The longest that the product itself says: it breaks between words only. */
export const longPhrase = 'anticonstitutionnellement '.repeat(8).trim();
export const longText = 'On cuit ensemble le samedi, et chacune apporte sa pâte. '
  .repeat(180)
  .slice(0, 10_000);
export const breton = 'Fornioù-bara rannet e Bro Redon';
