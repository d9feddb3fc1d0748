/** Browsers by their mark in what they say of themselves, the most particular first: most also claim to be others. */
const browserMarks: readonly (readonly [string, RegExp])[] = [
  ['edge', /\bEdg(?:e|A|iOS)?\//],
  ['opera', /\bOPR\/|\bOpera\b/],
  ['samsung', /\bSamsungBrowser\//],
  ['firefox', /\bFirefox\/|\bFxiOS\//],
  ['chrome', /Chrome\/|\bCriOS\/|\bChromium\//],
  ['safari', /\bSafari\//],
];

const systemMarks: readonly (readonly [string, RegExp])[] = [
  ['android', /\bAndroid\b/],
  ['iphone', /\biPhone\b|\biPod\b/],
  ['ipad', /\biPad\b/],
  ['chromeos', /\bCrOS\b/],
  ['windows', /\bWindows\b/],
  ['macos', /\bMac OS X\b|\bMacintosh\b/],
  ['linux', /\bLinux\b|\bX11\b/],
];

/** What a session keeps of the machine it was opened on: enough to recognise one's own, too little to tell people apart. */
export interface Device {
  /** `firefox`, `chrome`, `safari`, `edge`, `opera`, `samsung`, else `other`. */
  browser: string;
  /** `windows`, `macos`, `linux`, `android`, `iphone`, `ipad`, `chromeos`, else `other`. */
  system: string;
}

/** The device that a `User-Agent` header names; only its first 500 characters are read. */
export function deviceOf(userAgent: string): Device {
  const text = userAgent.slice(0, 500);
  return { browser: marked(browserMarks, text), system: marked(systemMarks, text) };
}

/** A device as one word, to be kept. */
export function writeDevice({ browser, system }: Device): string {
  return `${browser}/${system}`;
}

/** A device that was kept; what is not one is an unknown browser on an unknown system. */
export function readDevice(text: string | null): Device {
  const [browser = '', system = ''] = (text ?? '').split('/');
  return { browser: known(browserMarks, browser), system: known(systemMarks, system) };
}

function marked(marks: readonly (readonly [string, RegExp])[], text: string): string {
  return marks.find(([, mark]) => mark.test(text))?.[0] ?? 'other';
}

function known(marks: readonly (readonly [string, RegExp])[], name: string): string {
  return marks.some(([one]) => one === name) ? name : 'other';
}
