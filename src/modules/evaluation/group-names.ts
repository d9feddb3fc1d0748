import type { Translate } from '#kernel/translate.ts';
import { OTHERS } from '#mathematics/college-groups.ts';
import type { MessageKey } from '#messages/index.ts';
import type { College } from './evaluation.ts';

/** What each group of a result is called: by the name of its college, or "others". */
export function groupNames(
  colleges: readonly Pick<College, 'key' | 'name'>[],
  t: Translate<MessageKey>,
): (groupId: string) => string {
  const names = new Map(colleges.map(({ key, name }) => [key, name]));
  return (groupId) => (groupId === OTHERS ? t('evaluation.result.others') : (names.get(groupId) ?? groupId));
}
