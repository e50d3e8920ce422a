/** The log of a server: lines on stderr, because stdout belongs to the protocol. Secrets are taken out of every line. */

const LEVELS = ['error', 'warn', 'info', 'debug'] as const;

/** How much is written to stderr. */
export type LogLevel = (typeof LEVELS)[number];

/** Writes one line for each event. */
export type Log = Readonly<Record<LogLevel, (message: string) => void>>;

/** The level that the settings ask for, by the present name or by the older one. */
export function logLevel(settings: {
  readonly TG_LOG_LEVEL: LogLevel | '';
  readonly LOG_LEVEL: string;
}): LogLevel {
  if (settings.TG_LOG_LEVEL !== '') return settings.TG_LOG_LEVEL;
  const older = settings.LOG_LEVEL.toLowerCase().replace(/^warning$/, 'warn');
  return LEVELS.find((level) => level === older) ?? 'info';
}

/** What a log needs to know: the least important level it shows, what is secret, and where lines go. */
export interface LogOptions {
  readonly level: LogLevel;
  /** `pretty` when absent. */
  readonly format?: 'pretty' | 'json';
  readonly redact: (text: string) => string;
  readonly write: (line: string) => void;
}

/** Creates the log. Line breaks and control characters inside a message are shown, so that nothing fakes a line. */
export function createLog(options: LogOptions): Log {
  const most = LEVELS.indexOf(options.level);
  const at = (level: LogLevel) => (message: string) => {
    if (LEVELS.indexOf(level) > most) return;
    const line = options
      .redact(message)
      .replace(/[\p{Cc}\u2028\u2029]+/gu, (found) => (found.includes('\n') ? ' | ' : ' '));
    const time = new Date().toISOString();
    options.write(
      options.format === 'json'
        ? `${JSON.stringify({ time, level, message: line })}\n`
        : `${time} ${level} ${line}\n`,
    );
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
