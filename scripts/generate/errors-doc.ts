import { REFUSALS, type RefusalRow } from '@tgmcp/core';

/** `docs/ERRORS.md`, from the refusal table. */
export function errorsDoc(): string {
  const rows = Object.entries<RefusalRow>(REFUSALS).map(([code, row]) => {
    const carries = row.carries?.map((name) => `\`${name}\``).join(', ') ?? '';
    return `| \`${code}\` | ${row.message} | ${row.next} | ${row.retryable ? 'yes' : 'no'} | ${carries} |`;
  });
  return [
    '# Refusals',
    '',
    'Every reason for which a tool does not do what it was asked. A refusal is a result with `isError` whose text is one',
    'JSON object: `code`, `message`, `next_step`, `retryable`, and where they apply `retry_after` (seconds) and `data`.',
    'The code is the contract; sentences may be improved.',
    '',
    '| code | what it says | what to do next | worth repeating as it is | carries |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
