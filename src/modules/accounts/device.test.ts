import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '#kernel/testing/any-text.ts';
import { deviceOf, readDevice, writeDevice } from './device.ts';

describe('deviceOf', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox', 'linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
      'edge',
      'windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15',
      'safari',
      'macos',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1',
      'safari',
      'iphone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
      'chrome',
      'android',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
      'samsung',
      'android',
    ],
    [
      'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1',
      'chrome',
      'ipad',
    ],
    [
      'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 OPR/120.0',
      'opera',
      'chromeos',
    ],
    ['curl/8.5.0', 'other', 'other'],
    ['', 'other', 'other'],
  ])('reads %j', (text, browser, system) => expect(deviceOf(text)).toEqual({ browser, system }));

  it('keeps nothing of what a browser says but two known words', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const kept = writeDevice(deviceOf(text));
        expect(kept).toMatch(/^[a-z]+\/[a-z]+$/);
        expect(readDevice(kept)).toEqual(deviceOf(text));
      }),
    );
  });
});

describe('readDevice', () => {
  it('takes what it does not know for an unknown device', () => {
    for (const text of [null, '', '/', 'a/b', 'Mozilla/5.0 (X11)', 'constructor/__proto__']) {
      expect(readDevice(text)).toEqual({ browser: 'other', system: 'other' });
    }
  });
});
