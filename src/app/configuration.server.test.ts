import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '#kernel/testing/any-text.ts';
import { readConfiguration } from './configuration.server.ts';

function read(environment: Record<string, string | undefined>) {
  const configuration = readConfiguration(environment);
  if (!configuration.ok) throw new Error(configuration.error.variable);
  return configuration.value;
}

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(read({})).toEqual({
      host: 'localhost',
      port: 3000,
      origin: 'http://localhost:3000',
      dataFolder: resolve('var'),
      databaseUrl: undefined,
      smtpUrl: undefined,
      trustedProxies: [],
      importHosts: [],
      sourceUrl: undefined,
      provider: undefined,
      demo: true,
      showsComponents: false,
      logLevel: undefined,
      drainSeconds: 0,
      telemetry: undefined,
    });
  });

  it('counts an empty variable as absent', () => {
    const empty = { PORT: '', HOST: ' ', ORIGIN: '', DATABASE_URL: ' ', SMTP_URL: '', TRUSTED_PROXIES: '  ' };
    expect(read({ ...empty, ENTRELACS_DEMO: '', ENTRELACS_DATA: undefined })).toEqual(read({}));
  });

  it('reads what the host says', () => {
    expect(
      read({
        PORT: '8080',
        HOST: '0.0.0.0',
        ORIGIN: 'https://Pays.Exemple.fr:443/',
        ENTRELACS_DATA: '/srv/entrelacs',
        DATABASE_URL: 'postgresql:///entrelacs?host=/run/postgresql',
        SMTP_URL: 'smtps://moi:secret@smtp.exemple.fr',
        IMPORT_PRIVATE_HOSTS: 'carto.mairie.lan, 10.0.0.7,[fd00::7]',
        TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,::1 , fd00::/8',
        ENTRELACS_SOURCE: 'https://forge.exemple.fr/entrelacs',
        ENTRELACS_DEMO: '0',
        ENTRELACS_COMPONENTS: '1',
        LOG_LEVEL: 'Debug',
        DRAIN_SECONDS: '15',
        METRICS_TOKEN: 'un-mot-long-et-secret',
      }),
    ).toEqual({
      port: 8080,
      host: '0.0.0.0',
      origin: 'https://pays.exemple.fr',
      dataFolder: resolve('/srv/entrelacs'),
      databaseUrl: 'postgresql:///entrelacs?host=/run/postgresql',
      smtpUrl: 'smtps://moi:secret@smtp.exemple.fr',
      sourceUrl: 'https://forge.exemple.fr/entrelacs',
      importHosts: ['carto.mairie.lan', '10.0.0.7', '[fd00::7]'],
      trustedProxies: ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'],
      provider: undefined,
      demo: false,
      showsComponents: true,
      logLevel: 'debug',
      drainSeconds: 15,
      telemetry: {
        sendFigures: undefined,
        sendTraces: undefined,
        metricsToken: 'un-mot-long-et-secret',
      },
    });
  });

  it('follows the port in its default address', () => {
    expect(read({ PORT: '4000' }).origin).toBe('http://localhost:4000');
  });
});

const wrong: Record<string, string[]> = {
  PORT: ['abc', '-1', '65536', '3000.5', '0x50', '3e3', '30 00'],
  ORIGIN: [
    'pays.exemple.fr',
    'ftp://exemple.fr',
    'https://exemple.fr/entrelacs',
    'https://moi@exemple.fr',
    'https://',
  ],
  DATABASE_URL: ['mysql://localhost/x', 'localhost:5432'],
  SMTP_URL: ['smtp.exemple.fr', 'http://smtp.exemple.fr'],
  TRUSTED_PROXIES: [
    'nginx',
    '10.0.0.0/',
    '10.0.0.0/33',
    '::1/129',
    '10.0.0.1/8/8',
    '10.0.0.0/-1',
    '10.0.0',
    '127.0.0.1;10.0.0.1',
  ],
  IMPORT_PRIVATE_HOSTS: ['http://carto.lan', 'carto.lan:8080', 'carto.lan/x', 'Carto lan', '2130706433'],
  ENTRELACS_SOURCE: ['forge.exemple.fr', 'git@forge.exemple.fr:a.git', 'javascript:alert(1)'],
  ENTRELACS_DEMO: ['yes', 'true', '2'],
  ENTRELACS_COMPONENTS: ['yes', 'true', '2'],
};

describe('a variable that is not understood', () => {
  it.each(Object.entries(wrong).flatMap(([variable, values]) => values.map((value) => [variable, value])))(
    'is named: %s=%s',
    (variable, value) => {
      expect(readConfiguration({ [variable]: value })).toEqual({
        ok: false,
        error: { code: 'variable-invalid', variable },
      });
    },
  );

  it('is named, never thrown, whatever it holds', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(wrong)), anyText, (variable, value) => {
        const configuration = readConfiguration({ [variable]: value });
        expect(configuration.ok || configuration.error.variable === variable).toBe(true);
      }),
    );
  });
});
