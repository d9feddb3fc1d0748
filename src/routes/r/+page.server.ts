import { fail } from '@sveltejs/kit';
import { enterCode } from './enter-code.server.ts';
import type { Actions } from './$types.d.ts';

export const actions: Actions = {
  default: async (event) => {
    const typed = String((await event.request.formData()).get('code') ?? '');
    const refused = await enterCode(event, typed);
    return fail(refused.error === 'too-many-tries' ? 429 : 422, refused);
  },
};
