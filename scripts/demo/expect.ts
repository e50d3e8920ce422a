/** What the demo throws when something is not as promised; its message is all the person needs to read. */
export class DemoFailure extends Error {
  override name = 'DemoFailure';
}

/** Stops the demo unless a promise holds. */
export function expect(holds: boolean, promise: string, found?: unknown): asserts holds {
  if (holds) return;
  throw new DemoFailure(found === undefined ? promise : `${promise}; found ${JSON.stringify(found)}`);
}
