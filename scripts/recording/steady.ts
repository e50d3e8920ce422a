/** What is drawn by lot or depends on the moment, and what stands in its place in the recording. */
const CHANCE: readonly (readonly [RegExp, string])[] = [
  [/stored as proposal (\w{12})/u, '7c4k9m2xq8td'],
  [/"approval_code":"([^"]+)"/u, 'kJ4-tW9xPz2L'],
];
const MOMENTS: readonly (readonly [RegExp, string])[] = [
  [/(TOO_FRESH.*retry_after: )\d+/gu, '$0128'],
  [/(lets )\d+( s pass)/gu, '$0128$2'],
  [/(BREAKER_OPEN.*retry_after: )\d+/gu, '$142'],
];

/** The transcript of the demo without what differs from run to run. */
export function steady(transcript: string): string {
  let text = transcript;
  for (const [pattern, instead] of CHANCE) {
    const [, found] = pattern.exec(text) ?? [];
    if (found !== undefined) text = text.replaceAll(found, instead);
  }
  for (const [pattern, instead] of MOMENTS) text = text.replaceAll(pattern, instead);
  return text;
}
