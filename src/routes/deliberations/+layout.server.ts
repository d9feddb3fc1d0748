import { requireOpenSection } from '../open-section.server.ts';
import type { LayoutServerLoad } from './$types.d.ts';

export const load: LayoutServerLoad = requireOpenSection;
