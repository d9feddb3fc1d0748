import { describe, expect, it } from 'vitest';
import { readProviderSettings } from './provider-settings.ts';

const least = {
  OIDC_ISSUER: 'https://connexion.exemple.fr/realms/pays',
  OIDC_CLIENT_ID: 'entrelacs',
  OIDC_CLIENT_SECRET: 'un-secret',
  OIDC_NAME: 'Mon Pays Connect',
};

describe('the settings of an identity provider', () => {
  it('are none without an issuer, whatever else is there', () => {
    expect(readProviderSettings({})).toEqual({ ok: true, value: undefined });
    const { OIDC_ISSUER: _, ...rest } = least;
    expect(readProviderSettings(rest)).toEqual({ ok: true, value: undefined });
  });

  it('are read with careful defaults', () => {
    expect(readProviderSettings(least)).toEqual({
      ok: true,
      value: {
        issuer: 'https://connexion.exemple.fr/realms/pays',
        clientId: 'entrelacs',
        clientSecret: 'un-secret',
        name: 'Mon Pays Connect',
        scope: 'openid email',
        levels: [],
        trustsEmail: false,
        pkce: true,
      },
    });
  });

  it('take scopes, levels, trust in addresses, and no PKCE', () => {
    const words = { OIDC_SCOPE: ' openid  email uid ', OIDC_ACR: 'eidas2 eidas3' };
    const more = { ...words, OIDC_EMAIL_TRUSTED: '1', OIDC_PKCE: '0' };
    expect(readProviderSettings({ ...least, ...more })).toMatchObject({
      value: { scope: 'openid email uid', levels: ['eidas2', 'eidas3'], trustsEmail: true, pkce: false },
    });
  });

  it('allow an issuer without https on this machine only', () => {
    const local = { ...least, OIDC_ISSUER: 'http://localhost:8080/realms/essai' };
    expect(readProviderSettings(local).ok).toBe(true);
  });

  it.each([
    ['OIDC_ISSUER', 'connexion.exemple.fr'],
    ['OIDC_ISSUER', 'http://connexion.exemple.fr'],
    ['OIDC_ISSUER', 'ftp://localhost'],
    ['OIDC_CLIENT_ID', undefined],
    ['OIDC_CLIENT_SECRET', undefined],
    ['OIDC_NAME', undefined],
    ['OIDC_NAME', 'x'.repeat(61)],
    ['OIDC_SCOPE', 'email profile'],
    ['OIDC_EMAIL_TRUSTED', 'yes'],
    ['OIDC_PKCE', 'non'],
  ])('name %s when it is %s', (variable, value) => {
    expect(readProviderSettings({ ...least, [variable]: value })).toEqual({
      ok: false,
      error: { code: 'variable-invalid', variable },
    });
  });
});
