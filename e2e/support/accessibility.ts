import axe, { type RunOptions } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';

/** Rules on colours: the others do not depend on the theme. */
const colourRules: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

/** A desk and a phone. */
const screens = [
  { width: 1280, height: 900 },
  { width: 375, height: 800 },
];

/** Puts the checker in every page to come, before any policy of the page applies. */
export function bringChecker(context: BrowserContext): Promise<void> {
  return context.addInitScript({ content: axe.source }).then(() => undefined);
}

/** What the checker finds wrong with a page, on wide and narrow screens: each element with the rule and what to do. */
export async function problemsInThemes(
  page: Page,
  themes: readonly ('light' | 'dark')[],
  { coloursOnly = false } = {},
): Promise<string[]> {
  const problems: string[] = [];
  for (const screen of screens) {
    await page.setViewportSize(screen);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      const found = await problemsOf(page, coloursOnly || colorScheme === 'dark' ? colourRules : {});
      problems.push(...found.map((problem) => `${colorScheme}, ${screen.width} px: ${problem}`));
    }
  }
  return problems;
}

async function problemsOf(page: Page, rules: RunOptions): Promise<string[]> {
  const { violations } = await page.evaluate(
    (options) => (Reflect.get(window, 'axe') as typeof axe).run(document, options),
    { resultTypes: ['violations'], ...rules } satisfies RunOptions,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  );
}

/**
 * Whether a remark of the HTML checker is on something meant. Safari takes a list without bullets for no
 * list: ours keep saying that they are, which the checker finds needless.
 */
export function isWanted(text: string): boolean {
  return /^The “list” role is unnecessary for element “[uo]l”\.$/.test(text);
}
