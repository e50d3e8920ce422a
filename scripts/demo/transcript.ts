import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** How the demo tells its story: coloured for a person at a terminal, plain in a pipe. */
export interface Transcript {
  title(text: string): void;
  step(text: string): void;
  /** A question that the agent puts to a server. */
  asked(server: string, tool: string, args: Readonly<Record<string, unknown>>): void;
  /** Something done outside the agent's reach: by a person, by the data centre. */
  did(who: string, text: string): void;
  answered(...lines: string[]): void;
  refused(code: string, message: string): void;
  /** A promise that was checked and holds. */
  holds(text: string): void;
  summary(lines: readonly string[]): void;
  failed(text: string): void;
}

const WIDTH = 104;

/** Shortens a text to one line of so many code points, so that no character is cut in two. */
export function shorten(text: string, width: number): string {
  const points = Array.from(text.replaceAll(/[\r\n\t]+/gu, ' '));
  return points.length <= width ? points.join('') : `${points.slice(0, width - 1).join('')}…`;
}

/** Arguments as JSON with long texts cut, so that every argument can be seen. */
function showArguments(args: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(args, (_, value: unknown) =>
    typeof value === 'string' ? shorten(value, 26) : value,
  );
}

/** Where a transcript goes: a stream of the process, or a recording of it. */
interface Out {
  readonly isTTY: boolean;
  write(text: string): unknown;
}

/** Writes the transcript to a stream; colour follows the terminal and NO_COLOR (no-color.org). */
export function createTranscript(out: Out, env: NodeJS.ProcessEnv): Transcript {
  const colour = out.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const paint = (style: Style, text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const say = (text = '') => out.write(`${text}\n`);
  const row = (label: string, style: Style, text: string) =>
    say(`   ${paint(style, label.padEnd(9))}${text}`);
  let steps = 0;
  return {
    title: (text) => say(paint('bold', text)),
    step(text) {
      steps += 1;
      say();
      say(`${paint(['bold', 'cyan'], String(steps).padStart(2))} ${paint('bold', text)}`);
    },
    asked(server, tool, args) {
      row('agent', 'blue', `${paint('dim', `${server} ·`)} ${tool} ${showArguments(args)}`);
    },
    did: (who, text) => row(who, 'magenta', text),
    answered(...lines) {
      lines.forEach((line, index) => row(index === 0 ? 'answer' : '', 'green', shorten(line, WIDTH)));
    },
    refused(code, message) {
      row('refused', 'yellow', `${paint('yellow', code)} ${shorten(message, WIDTH)}`);
    },
    holds: (text) => row('checked', 'dim', paint('dim', text)),
    summary(lines) {
      say();
      for (const line of lines) say(`   ${line}`);
      say();
      say(paint(['bold', 'green'], '   Everything above was checked while it ran.'));
    },
    failed(text) {
      say();
      say(`${paint(['bold', 'red'], 'The demo failed:')} ${text}`);
    },
  };
}
