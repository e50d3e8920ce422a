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

/** A change of the source that no test notices; without its line, so that it is known again after an edit above it. */
export interface Survivor {
  readonly file: string;
  readonly mutator: string;
  readonly original: string;
  readonly replacement: string;
}

/** What the mutants of some files came to. */
export interface Result {
  readonly killed: number;
  readonly tried: number;
  readonly survivors: readonly Survivor[];
}

const Known = z.object({
  survivors: z.array(
    z.strictObject({
      file: z.string(),
      mutator: z.string(),
      original: z.string(),
      replacement: z.string(),
      reason: z.string().min(10),
    }),
  ),
});

/** The result in the text of a report. */
export function readReport(text: string): Result {
  const { files } = Report.parse(JSON.parse(text));
  const all = Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status !== 'Ignored' && status !== 'CompileError')
      .map((mutant) => ({ file, source, mutant })),
  );
  const alive = all.filter(({ mutant }) => mutant.status !== 'Killed' && mutant.status !== 'Timeout');
  return {
    tried: all.length,
    killed: all.length - alive.length,
    survivors: alive.map(({ file, source, mutant }) => ({
      file,
      mutator: mutant.mutatorName,
      original: shortened(textAt(source, mutant.location)),
      replacement: shortened(mutant.replacement ?? ''),
    })),
  };
}

/** The survivors that the list does not name. Throws when the list is none. */
export function unknownSurvivors(found: readonly Survivor[], list: string): Survivor[] {
  const known = new Set(Known.parse(JSON.parse(list)).survivors.map((entry) => keyOf(entry)));
  return found.filter((survivor) => !known.has(keyOf(survivor)));
}

function keyOf({ file, mutator, original, replacement }: Survivor): string {
  return JSON.stringify([file, mutator, original, replacement]);
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
