import { expect, it } from 'vitest';
import { senderAddress } from './sender-address.ts';

const origin = 'https://pratiques.exemple.fr:8443';
const ofSite = 'ne-pas-repondre@pratiques.exemple.fr';

it.each([
  ['smtps://contact%40exemple.org:mot%20de%20passe@mail.exemple.org', 'contact@exemple.org'],
  ['smtp://contact:secret@mail.exemple.org', ofSite],
  ['smtp://127.0.0.1:1025', ofSite],
  ['smtp://%E0%A4%A@mail.exemple.org', ofSite],
  ['smtp://a%40b%3E%0D%0ABcc%3A%20c%40d:secret@mail.exemple.org', ofSite],
  [undefined, ofSite],
])('with %s, mails come from %s', (smtpUrl, expected) => {
  expect(senderAddress({ origin, smtpUrl })).toBe(expected);
});
