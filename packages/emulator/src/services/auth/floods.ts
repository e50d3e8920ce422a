import { RpcError } from '../../rpc/handler.js';

const HOUR_S = 3600;

/** 420 FLOOD_WAIT_n; seconds are rounded up, and are at least 1. */
export function floodWait(seconds: number): RpcError {
  return new RpcError(420, `FLOOD_WAIT_${Math.max(1, Math.ceil(seconds))}`);
}

/** Throws FLOOD_WAIT_n when something was done `most` times within the last hour. `times` are seconds, oldest first. */
export function checkHourly(times: readonly number[], most: number, now: number): void {
  const recent = times.filter((at) => at > now - HOUR_S);
  const oldest = recent.at(-most);
  if (recent.length >= most && oldest !== undefined) throw floodWait(oldest + HOUR_S - now);
}

/** The times with `now` added and what is older than an hour left out. */
export function noted(times: readonly number[] | undefined, now: number): number[] {
  return [...(times ?? []).filter((at) => at > now - HOUR_S), now];
}
