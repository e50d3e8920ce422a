/** Reads the reports of the mutation tester, and compares what survived with the list of known survivors. */
import { z } from 'zod';

const Position = z.object({ line: z.number(), column: z.number() });
const Mutant = z.object({
  mutatorName: z.string(),
  replacement: z.string().optional(),
  status: z.string(),
  location: z.object({ start: Position, end: Position }),
});
const Report = z.object({
  files: z.record(z.string(), z.object({ source: z.string(), mutants: z.array(Mutant) })),
});
const Memory = z.looseObject({
  files: z.record(z.string(), z.looseObject({ mutants: z.array(z.looseObject({ status: z.string() })) })),
});

/** A change of the source that no test notices; without its line's number, so that an edit above does not hide it. */
export interface Survivor {
  readonly file: string;
  /** The text of the line in which the changed place begins. */
  readonly line: string;
  readonly mutator: string;
  readonly original: string;
  readonly replacement: string;
}

/** What the mutants of some files came to. */
export interface Result {
  readonly killed: number;
  readonly tried: number;
  readonly survivors: readonly Survivor[];
  /** The files that were tried. */
  readonly files: readonly string[];
}

const Known = z.object({
  survivors: z.array(
    z.strictObject({
      file: z.string(),
      line: z.string(),
      mutator: z.string(),
      original: z.string(),
      replacement: z.string(),
      reason: z.string().min(10),
    }),
  ),
});

/** A change that is no program, or that stops the tests before the first of them, is neither noticed nor missed. */
const NO_RESULT: ReadonlySet<string> = new Set(['Ignored', 'CompileError', 'RuntimeError']);
const NOTICED: ReadonlySet<string> = new Set(['Killed', 'Timeout']);
const MISSED: ReadonlySet<string> = new Set(['Survived', 'NoCoverage']);

/** The result in the text of a report. Throws when the report knows a state that has no place here. */
export function readReport(text: string): Result {
  const { files } = Report.parse(JSON.parse(text));
  const all = Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.filter(({ status }) => !NO_RESULT.has(status)).map((mutant) => ({ file, source, mutant })),
  );
  const odd = all.find(({ mutant: { status } }) => !NOTICED.has(status) && !MISSED.has(status));
  if (odd !== undefined)
    throw new Error(`a mutant of ${odd.file} was left ${odd.mutant.status}; run it again`);
  const alive = all.filter(({ mutant }) => !NOTICED.has(mutant.status));
  return {
    tried: all.length,
    killed: all.length - alive.length,
    files: Object.keys(files),
    survivors: alive.map(({ file, source, mutant }) => ({
      file,
      line: shortened((source.split('\n')[mutant.location.start.line - 1] ?? '').trim()),
      mutator: mutant.mutatorName,
      original: shortened(textAt(source, mutant.location)),
      replacement: shortened(mutant.replacement ?? ''),
    })),
  };
}

/**
 * The tester's memory of its last runs without what no test noticed in `file`: it would take that over, because it does
 * not see of code that runs when a module is loaded that tests were added.
 */
export function withoutMissed(memory: string, file: string): string {
  const known = Memory.parse(JSON.parse(memory));
  const entry = known.files[file];
  if (entry !== undefined) entry.mutants = entry.mutants.filter(({ status }) => status === 'Killed');
  return JSON.stringify(known);
}

/** The survivors that the list does not name. Throws when the list is none. */
export function unknownSurvivors(found: readonly Survivor[], list: string): Survivor[] {
  const known = new Set(knownSurvivors(list).map((entry) => keyOf(entry)));
  return found.filter((survivor) => !known.has(keyOf(survivor)));
}

/** What the list names in these folders although a test notices it, or although it is gone. */
export function noSurvivors(
  found: readonly Survivor[],
  list: string,
  folders: readonly string[],
): Survivor[] {
  const alive = new Set(found.map((survivor) => keyOf(survivor)));
  return knownSurvivors(list).filter(
    (entry) => folders.some((folder) => entry.file.startsWith(folder)) && !alive.has(keyOf(entry)),
  );
}

function knownSurvivors(list: string): Survivor[] {
  return Known.parse(JSON.parse(list)).survivors;
}

function keyOf({ file, line, mutator, original, replacement }: Survivor): string {
  return JSON.stringify([file, line, mutator, original, replacement]);
}

function textAt(source: string, { start, end }: z.infer<typeof Mutant>['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const cut = lines.map((line, n) => (n === last ? line.slice(0, end.column - 1) : line));
  return cut.join('\n').slice(start.column - 1);
}

/** On one line and not longer than anybody reads. */
function shortened(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 120);
}
