/** Waits for all of them to end, so that none goes on behind the back of its caller, and then fails as the first one did. */
export async function together(...work: readonly Promise<void>[]): Promise<void> {
  for (const ended of await Promise.allSettled(work)) {
    if (ended.status === 'rejected') throw ended.reason;
  }
}
