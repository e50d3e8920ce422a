const WIDTH = 24;

/** How far an export is, in one line: a bar where it is known how many rows there will be. */
export function progressLine(rows: number, expected: number | undefined, seconds: number): string {
  const speed = seconds > 0 ? `, ${grouped(rows / seconds)} a second` : '';
  if (expected === undefined || expected === 0) return `${grouped(rows)} rows${speed}`;
  const part = Math.min(1, rows / expected);
  const full = Math.round(part * WIDTH);
  const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
  return `${bar} ${Math.floor(part * 100)} %, ${grouped(rows)} of ${grouped(expected)}${speed}`;
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
