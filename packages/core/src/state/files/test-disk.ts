/**
 * A disk with errors, for tests: each call that the state makes on it is told first, and may be answered with an error.
 * A test puts {@link watched} between with `vi.mock('node:fs', …)` and for `node:fs/promises`.
 */

/** What is told of each call: its name, `open` for the promise of a handle, `sync` and `datasync` for flushes; and its path. */
type Meet = (call: string, path: string) => void;

/**
 * `meet` throws what the disk answers with; tests put back {@link QUIET} at their end. `list` gives names in the place of
 * those that are in a folder.
 */
export const disk: { meet: Meet; list: (folder: string) => readonly string[] | undefined } = {
  meet: () => undefined,
  list: () => undefined,
};

/** A disk without errors. */
export const QUIET: Meet = () => undefined;

/** Paths by the descriptors under which they are open. */
const opened = new Map<unknown, string>();
const FLUSHES: Readonly<Record<string, string>> = { fsync: 'sync', fdatasync: 'datasync' };

/** The module with its blocking calls, flushes, and `open`, told to {@link disk}. */
export function watched(fs: object): object {
  const calls = Object.entries(fs)
    .filter(
      ([name, call]) =>
        typeof call === 'function' && (name.endsWith('Sync') || name === 'open' || name in FLUSHES),
    )
    .map(([name, call]) => [
      name,
      (...args: unknown[]): unknown => {
        const path = opened.get(args[0]) ?? String(args[0]);
        disk.meet(FLUSHES[name] ?? name, path);
        const found: unknown =
          (name === 'readdirSync' ? disk.list(path) : undefined) ?? Reflect.apply(call, fs, args);
        if (name === 'openSync') opened.set(found, path);
        if (name === 'closeSync') opened.delete(args[0]);
        return found instanceof Promise ? found.then((handle: object) => told(handle, path)) : found;
      },
    ]);
  return { ...fs, ...Object.fromEntries(calls) };
}

/** An open file whose flushes and end are told, under the path that it was opened by. */
function told(handle: object, path: string): object {
  for (const name of ['sync', 'datasync', 'close']) {
    const call: unknown = Reflect.get(handle, name);
    if (typeof call !== 'function') continue;
    Reflect.set(handle, name, async (): Promise<unknown> => {
      disk.meet(name, path);
      return Reflect.apply(call, handle, []);
    });
  }
  return handle;
}

/** The next of these calls on a path that holds `at` fails with this code; `first` happens before it does. */
export function failOnce(
  call: string,
  code: string,
  { at = '', first = (): void => undefined }: { readonly at?: string; readonly first?: () => void } = {},
): void {
  disk.meet = (name, path) => {
    if (name !== call || !path.includes(at)) return;
    disk.meet = QUIET;
    first();
    throw systemError(code);
  };
}

/** An error as the system gives it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: trouble`), { code });
}
