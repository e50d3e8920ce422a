/**
 * How long a timed promise is put to the test. `make soak` (TGMCP_SOAK=1) takes the length that was promised; `make test`
 * a shorter one with the same assertions, so that it ends within minutes.
 */
export function lengthOf(short: number, promised: number): number {
  return process.env['TGMCP_SOAK'] === '1' ? promised : short;
}
