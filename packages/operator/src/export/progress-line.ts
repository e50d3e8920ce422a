const WIDTH = 24;

/** How far an export is, in one line: a bar where it is known how many rows there will be. `pace` in rows a second. */
export function progressLine(rows: number, expected: number | undefined, pace: number | undefined): string {
  const speed = pace === undefined ? '' : `, ${grouped(pace)} a second`;
  if (expected === undefined || expected === 0) return `${grouped(rows)} rows${speed}`;
  const part = Math.min(1, rows / expected);
  const full = Math.round(part * WIDTH);
  const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
  return `${bar} ${Math.floor(part * 100)} %, ${grouped(rows)} of ${grouped(expected)}${speed}`;
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
