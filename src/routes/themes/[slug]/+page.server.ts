import { topicPage } from '../../topic-page.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = topicPage('theme');
