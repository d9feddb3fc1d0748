import { expect, test } from 'vitest';
import { serverSettings, type ServerSettingsInput } from './server-settings.ts';

const input: ServerSettingsInput = {
  platform: 'linux',
  port: 40_000,
  clusterName: 'entrelacs-test',
  durable: true,
  overrides: {},
};

test.each(['darwin', 'win32'] as const)('on %s the cache of the drive is written through', (platform) => {
  expect(serverSettings({ ...input, platform })).toContain('wal_sync_method=fsync_writethrough');
});

test('what the host chooses wins over modesty, never over durability, discretion or loopback', () => {
  const overrides = {
    shared_buffers: '1GB',
    fsync: 'off',
    log_min_messages: 'debug5',
    listen_addresses: '*',
    port: '5432',
  };

  const settings = serverSettings({ ...input, overrides }).filter((argument) => argument !== '-c');

  const chosen = settings.filter((setting) =>
    Object.keys(overrides).some((name) => setting.startsWith(`${name}=`)),
  );
  expect(chosen.toSorted()).toEqual([
    'fsync=on',
    'listen_addresses=127.0.0.1',
    'log_min_messages=log',
    'port=40000',
    'shared_buffers=1GB',
  ]);
});

test('a throw-away cluster never waits for the disk', () => {
  expect(serverSettings({ ...input, durable: false })).toContain('fsync=off');
});
