/** TL names of methods by their constructor ids, taken from the schema of the installed library. */
import { telegram } from '../library.js';

/** A method or a type of the schema, as the library has it. */
export interface TlClass {
  readonly CONSTRUCTOR_ID: number;
  readonly className: string;
  readonly classType: 'constructor' | 'request';
}

let names: ReadonlyMap<number, string> | undefined;

/** `messages.getHistory` for its id; the id in hex for what is no method of the schema. */
export function methodName(id: number): string {
  names ??= readNames();
  return names.get(id) ?? `0x${id.toString(16).padStart(8, '0')}`;
}

/** The TL name of a class of the library: `messages.GetHistory` is `messages.getHistory`. */
export function tlName(className: string): string {
  const dot = className.lastIndexOf('.') + 1;
  return className.slice(0, dot) + className.charAt(dot).toLowerCase() + className.slice(dot + 1);
}

/** Every method and type of the schema of the installed library. */
export function tlClasses(): TlClass[] {
  const entries: (TlClass | Readonly<Record<string, TlClass>>)[] = Object.values(telegram().Api as object);
  return entries.flatMap((entry) => (isTlClass(entry) ? [entry] : Object.values(entry)));
}

function isTlClass(entry: TlClass | Readonly<Record<string, TlClass>>): entry is TlClass {
  return typeof entry.CONSTRUCTOR_ID === 'number';
}

function readNames(): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const tl of tlClasses()) {
    if (tl.classType === 'request') found.set(tl.CONSTRUCTOR_ID >>> 0, tlName(tl.className));
  }
  return found;
}
