/** From what needs someone now to what helps to look for a cause. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * All that a line may tell beside its event: what the program does, never what a person gave it. No address of a page
 * (it may hold a link's secret), no name, no e-mail address, no network address, no text of a form, no query string.
 */
export interface LogFields {
  /** The id of the request: also on the page of an error, and in the answer's `x-request-id`. */
  request?: string | undefined;
  method?: string | undefined;
  /** The route as its folders spell it, never the address: `/connexion/lien/[token]`. */
  route?: string | undefined;
  status?: number | undefined;
  /** How long it took, in milliseconds. */
  ms?: number | undefined;
  /** The host name of the territory, or its id where no name is at hand. */
  territory?: string | undefined;
  /** True when whoever asked did not wait for the end. */
  aborted?: boolean | undefined;
  job?: string | undefined;
  state?: string | undefined;
  attempts?: number | undefined;
  /** The key of a message, or words of ours. */
  reason?: string | undefined;
  error?: string | undefined;
  code?: string | undefined;
  stack?: string | undefined;
}

/** Tells whoever runs the site what happens, a line at a time. */
export type Log = Record<LogLevel, (event: string, fields?: LogFields) => void>;

export interface LogOptions {
  /** Lines of less importance are left out. */
  level: LogLevel;
  /** `json` for programs, one object a line; `text` for people at a terminal. */
  format: 'json' | 'text';
  now: () => Date;
  /** Where a whole line goes, its end included. */
  write: (line: string, level: LogLevel) => void;
}

/** A log that writes what is important enough. */
export function createLog({ level, format, now, write }: LogOptions): Log {
  const last = logLevels.indexOf(level);
  const render = format === 'json' ? renderJson : renderText;
  const tell = (own: LogLevel) => {
    if (logLevels.indexOf(own) > last) return () => undefined;
    return (event: string, fields: LogFields = {}) => write(`${render({ own, event, fields, now })}\n`, own);
  };
  return { error: tell('error'), warn: tell('warn'), info: tell('info'), debug: tell('debug') };
}

/** A log that nobody reads: commands tell their troubles in words, and most tests need none. */
export const silentLog: Log = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};

interface Line {
  own: LogLevel;
  event: string;
  fields: LogFields;
  now: () => Date;
}

function renderJson({ own, event, fields, now }: Line): string {
  return JSON.stringify({ time: now().toISOString(), level: own, event, ...fields });
}

function renderText({ own, event, fields, now }: Line): string {
  const { stack, ...others } = fields;
  const told = Object.entries(others)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${printable(String(value))}`);
  const lines = (stack ?? '').split('\n').filter(Boolean).map(printable);
  const first = [now().toISOString().slice(11, 19), own, event, ...told].join(' ');
  return [first, ...lines.map((line) => `    ${line.trim()}`)].join('\n');
}

/** Without what would move the cursor of a terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}
