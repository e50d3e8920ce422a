import { rowsOf, runsOf, type Run } from './runs.js';

/** The terminal that is drawn, in characters; in pixels below. */
const COLUMNS = 117;
const ROWS = 26;
const CHARACTER = 7.23;
const LINE = 17;
const MARGIN = 14;
const BAR = 30;
const WIDTH = Math.ceil(COLUMNS * CHARACTER) + 2 * MARGIN;
const HEIGHT = BAR + ROWS * LINE + MARGIN;

/** How long what was just shown stays before the next row, in seconds. */
const READING = { row: 0.14, blank: 1.5, end: 6 };

const STYLE = [
  'text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d7dae0;white-space:pre}',
  '.bold{font-weight:bold}.dim{fill:#8b919c}.red{fill:#ff7b72}.green{fill:#7ee787}.yellow{fill:#f2cc60}',
  '.blue{fill:#79c0ff}.magenta{fill:#d2a8ff}.cyan{fill:#56d4dd}.bold.green{fill:#7ee787}',
];

/** "&" first: what stands for the others begins with it. */
const ENTITIES = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
] as const;

/** A transcript as an SVG of a terminal in which it runs by. Without animation its beginning stands there. */
export function draw(transcript: string, title: string): string {
  const rows = linesOf(transcript);
  const texts = rows.flatMap((row, at) =>
    row.length === 0 ? [] : [`<text x="${MARGIN}" y="${at * LINE + 13}">${row.map(span).join('')}</text>`],
  );
  const { keyframes, seconds } = film(rows);
  const tall = rows.length * LINE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE.join('')}${keyframes}`,
    `.roll{animation:roll ${seconds}s step-end infinite}.cover{transform:translateY(${tall}px);animation:cover ${seconds}s step-end infinite}`,
    '@media (prefers-reduced-motion:reduce){.roll,.cover{animation:none}}</style>',
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#14171d"/>`,
    '<circle cx="18" cy="15" r="5" fill="#ff7b72"/><circle cx="36" cy="15" r="5" fill="#f2cc60"/><circle cx="54" cy="15" r="5" fill="#7ee787"/>',
    `<text x="74" y="19" class="dim">${escaped(title)}</text>`,
    `<svg y="${BAR}" width="${WIDTH}" height="${ROWS * LINE}" overflow="hidden"><g class="roll">`,
    ...texts,
    `<rect class="cover" width="${WIDTH}" height="${tall}" fill="#14171d"/>`,
    '</g></svg></svg>\n',
  ].join('\n');
}

/** The rows that a drawing shows, without their style. */
export function drawnRows(svg: string): string[] {
  return [...svg.matchAll(/<text x="\d+" y="\d+">(.*)<\/text>/gu)].map(([, spans = '']) =>
    ENTITIES.toReversed().reduce(
      (text, [character, entity]) => text.replaceAll(entity, character),
      spans.replaceAll(/<[^>]*>/gu, ''),
    ),
  );
}

/** The rows that a drawing of a transcript has to show. */
export function expectedRows(transcript: string): string[] {
  return linesOf(transcript)
    .map((row) => row.map(({ text }) => text).join(''))
    .filter((row) => row !== '');
}

/** The rows of a terminal of this width. */
function linesOf(transcript: string): Run[][] {
  const lines = transcript.trimEnd().split('\n');
  return lines.flatMap((line) => rowsOf(runsOf(line), COLUMNS));
}

/** When each row comes into sight, and how far all have rolled up then. */
function film(rows: readonly Run[][]): { readonly keyframes: string; readonly seconds: number } {
  let now = READING.row;
  const moments = rows.map((row) => {
    const shown = now;
    now += row.length === 0 ? READING.blank : READING.row;
    return shown;
  });
  const seconds = Math.ceil(now + READING.end);
  const at = (moment: number): string => `${Number(((moment / seconds) * 100).toFixed(2))}%`;
  const stops = (name: string, place: (row: number) => number): string => {
    const steps = moments.map((moment, row) => `${at(moment)}{transform:translateY(${place(row)}px)}`);
    return `@keyframes ${name}{0%{transform:translateY(0)}${steps.join('')}}`;
  };
  const rolled = stops('roll', (row) => -Math.max(0, row + 1 - ROWS) * LINE);
  return { keyframes: rolled + stops('cover', (row) => (row + 1) * LINE), seconds };
}

function span({ text, classes }: Run): string {
  return classes.length === 0
    ? escaped(text)
    : `<tspan class="${classes.join(' ')}">${escaped(text)}</tspan>`;
}

const escaped = (text: string): string =>
  ENTITIES.reduce((all, [character, entity]) => all.replaceAll(character, entity), text);
