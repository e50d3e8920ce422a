import { createRequire } from 'node:module';

const here = createRequire(import.meta.url);

/** The file of an installed package, looked for from here or from another package; undefined when there is none. */
export function resolveFrom(file: string, via?: string): string | undefined {
  try {
    return (via === undefined ? here : createRequire(here.resolve(via))).resolve(file);
  } catch {
    return undefined;
  }
}
