/**
 * Loads something when it is first asked for, and gives the same to all who ask. A failure is told to those who waited for it
 * and then forgotten, so that the next one tries anew: most pass by themselves, as when too many files are open.
 */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
}
