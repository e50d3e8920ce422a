import { wrapAnsi } from 'fast-wrap-ansi';

/** Marks a line of somebody else's words, and the further rows of a line, which no line of ours or theirs begins with. */
const BAR = '  | ';
const GOES_ON = '  : ';
/** Narrower than this nothing can be read anyway. */
const LEAST_COLUMNS = 20;
const TAB = '    ';

/**
 * Lines as rows of a terminal that is `columns` wide. What goes on in a further row is marked, so that no text can pass for
 * a line of its own by its length.
 */
export function rowsOf(lines: readonly string[], columns: number): string[] {
  const width = Math.max(LEAST_COLUMNS, columns - 1) - GOES_ON.length;
  return lines.flatMap((line) => {
    const isBarred = line.startsWith(BAR);
    const text = (isBarred ? line.slice(BAR.length) : line).replaceAll('\t', TAB);
    const [first = '', ...more] = wrapAnsi(text, width, { hard: true, trim: false, wordWrap: false }).split(
      '\n',
    );
    return [`${isBarred ? BAR : ''}${first}`, ...more.map((row) => `${GOES_ON}${row}`)];
  });
}
