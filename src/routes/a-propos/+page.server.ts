import { thirdPartyLicences } from '#app/about.server.ts';
import { productVersion } from '#app/health.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = ({ locals }) => ({
  version: productVersion,
  sourceUrl: locals.app.sourceUrl,
  isDemo: locals.territory.isDemo,
  licences: thirdPartyLicences(),
});
