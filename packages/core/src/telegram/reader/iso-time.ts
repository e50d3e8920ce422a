/** Unix seconds as ISO 8601 in UTC, without the milliseconds that Telegram does not have. */
export function isoTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace('.000Z', 'Z');
}
