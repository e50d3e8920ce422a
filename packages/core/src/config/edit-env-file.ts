import { parse } from 'dotenv';

/** What a new settings file begins with. */
export const ENV_FILE_HEAD =
  '# Settings of tgmcp: a name on the left, a value on the right, no remark behind it. docs/SETTINGS.md lists them.\n';

/**
 * The text of a settings file with settings put in: where a name is set already its last line is replaced, where it
 * stands behind a "#" the line goes below that, and else to the end. Everything else stays as it is. Undefined where the
 * result would not say exactly that, such as within a value of several lines.
 */
export function withSettings(text: string, values: Readonly<Record<string, string>>): string | undefined {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/u);
  for (const [name, value] of Object.entries(values)) {
    const written = asWritten(value);
    if (written === undefined) return undefined;
    put(lines, name, `${name}=${written}`);
  }
  const after = lines.join(end);
  return saysNothingElse(parse(text), parse(after), values) ? after : undefined;
}

function put(lines: string[], name: string, line: string): void {
  const active = lines.findLastIndex((one) => assigns(name, '').test(one));
  if (active >= 0) {
    lines[active] = line;
    return;
  }
  const remark = lines.findLastIndex((one) => assigns(name, '#\\s*').test(one));
  if (remark >= 0) lines.splice(remark + 1, 0, line);
  else lines.splice(lines.at(-1) === '' ? lines.length - 1 : lines.length, 0, line, ...endOf(lines));
}

/** The last line of a file has an end. */
function endOf(lines: readonly string[]): string[] {
  return lines.at(-1) === '' ? [] : [''];
}

function assigns(name: string, before: string): RegExp {
  return new RegExp(`^\\s*${before}(?:export\\s+)?${name}(?:\\s*=|:\\s)`, 'u');
}

/** A value as it is read back, in quotes where it needs them; undefined where no quotes hold it. */
function asWritten(value: string): string | undefined {
  if (value === value.trim() && !/["'`#\\\r\n]/u.test(value)) return value;
  const quote = ["'", '`', '"'].find((one) => !value.includes(one));
  return quote === undefined ? undefined : `${quote}${value}${quote}`;
}

function saysNothingElse(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
): boolean {
  const expected = { ...before, ...values };
  const names = new Set([...Object.keys(expected), ...Object.keys(after)]);
  return [...names].every((name) => expected[name] === after[name]);
}
