/** A stretch of text in one style. `classes` are those of the drawing: bold, dim and colours. */
export interface Run {
  readonly text: string;
  readonly classes: readonly string[];
}

const ESCAPE = '\u001B[';

/** Codes of SGR that the transcript uses: what switches each style on, and what switches it off. */
const ON: Readonly<Record<string, string>> = {
  1: 'bold',
  2: 'dim',
  31: 'red',
  32: 'green',
  33: 'yellow',
  34: 'blue',
  35: 'magenta',
  36: 'cyan',
};
const OFF: Readonly<Record<string, readonly string[]>> = {
  22: ['bold', 'dim'],
  39: ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan'],
};

/** A line of a terminal as stretches of one style each. Throws on a code that nobody has drawn yet. */
export function runsOf(line: string): Run[] {
  const [first = '', ...rest] = line.split(ESCAPE);
  const runs: Run[] = [{ text: first, classes: [] }];
  let classes: readonly string[] = [];
  for (const part of rest) {
    const end = part.indexOf('m');
    const code = part.slice(0, end);
    const on = ON[code];
    const off = OFF[code];
    if (on !== undefined) classes = [...classes, on];
    else if (off !== undefined) classes = classes.filter((name) => !off.includes(name));
    else throw new Error(`The recording knows no style ${code}.`);
    runs.push({ text: part.slice(end + 1), classes });
  }
  return runs.filter(({ text }) => text !== '');
}

/** Breaks a line into rows of so many characters (code points), as a terminal does. */
export function rowsOf(runs: readonly Run[], columns: number): Run[][] {
  const rows: Run[][] = [[]];
  let used = 0;
  for (const { text, classes } of runs) {
    let points = Array.from(text);
    while (points.length > 0) {
      if (used === columns) {
        rows.push([]);
        used = 0;
      }
      const taken = points.slice(0, columns - used);
      rows.at(-1)?.push({ text: taken.join(''), classes });
      points = points.slice(taken.length);
      used += taken.length;
    }
  }
  return rows;
}
