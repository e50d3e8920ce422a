/** Where a lane of evenly spaced calls stands, and how long the next one has to wait. Times in milliseconds on one clock. */
export interface GcraStep {
  /** The theoretical arrival time after this reservation. */
  readonly next: number;
  readonly waitMs: number;
}

const FARTHEST_AHEAD_MS = 60_000;

/**
 * The generic cell rate algorithm (ITU-T I.371) by reservation: calls are `intervalMs` apart, `burst` of them may come at once.
 * `arrival` is the stored arrival time, undefined for a fresh lane.
 */
export function gcra(arrival: number | undefined, now: number, intervalMs: number, burst: number): GcraStep {
  // A time that no reservation can have made would shut the lane for as long as it says.
  const farthest = now + Math.max(FARTHEST_AHEAD_MS, 3 * intervalMs);
  const known = arrival === undefined || arrival > farthest ? now : arrival;
  const at = Math.max(known, now - (burst - 1) * intervalMs);
  return { next: at + intervalMs, waitMs: Math.max(0, at - now) };
}
