const ASSIGNMENT = /^\s*(?:#\s*)?(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=/u;

/** The names that a settings file mentions, whether set or behind a "#". */
export function namesIn(text: string): string[] {
  return text.split(/\r?\n/u).flatMap((line) => ASSIGNMENT.exec(line)?.[1] ?? []);
}

/** A setting of the sample file with the remark above it. */
export interface SampleBlock {
  readonly name: string;
  readonly lines: readonly string[];
}

/** The settings of a sample file, each with its whole remark. */
export function sampleBlocks(sample: string): SampleBlock[] {
  const blocks: SampleBlock[] = [];
  let remark: string[] = [];
  for (const line of sample.split(/\r?\n/u)) {
    const name = ASSIGNMENT.exec(line)?.[1];
    if (name !== undefined) blocks.push({ name, lines: [...remark, line] });
    remark = name === undefined && line.startsWith('#') ? [...remark, line] : [];
  }
  return blocks;
}
