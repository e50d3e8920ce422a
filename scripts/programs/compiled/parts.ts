/** The parts of a program as modules, compiled by us instead of Node.js, because only so they can come from a record. */
import { join } from 'node:path';
import { Script } from 'node:vm';

type Body = (
  exports: unknown,
  require: NodeJS.Require,
  module: NodeJS.Module,
  file: string,
  folder: string,
) => void;

const BEFORE = Buffer.from('(function (exports, require, module, __filename, __dirname) {\n');
const AFTER = Buffer.from('\n})');

/** Compiles a part that stands in a file, from its record if there is one and V8 takes it. */
export function compilePart(file: string, source: Buffer, code?: Buffer): Script {
  // Put together as bytes, so that the heap, small at a start, holds the text once.
  return new Script(Buffer.concat([BEFORE, source, AFTER]).toString(), {
    filename: file,
    // A place in a stack trace is one in the file.
    lineOffset: -1,
    ...(code === undefined ? {} : { cachedData: code }),
  });
}

/** What the file of a program has of Node.js. */
export interface ProgramFile {
  readonly require: NodeJS.Require;
  /** The class of modules. Asking for `node:module` would load more than that. */
  readonly Module: new (id: string) => NodeJS.Module;
  /** Where the program and its parts stand. */
  readonly folder: string;
}

/**
 * Runs the part that a program begins with. Whichever of the others it requires runs when it is first required, as in
 * Node.js; for parts that Node.js loads later it is a module that was loaded.
 */
export function runParts(
  { require: requireFromProgram, Module, folder }: ProgramFile,
  scripts: ReadonlyMap<string, Script>,
  first: string,
): void {
  const begun = new Map<string, NodeJS.Module>();
  const load = (id: string): unknown => {
    const script = scripts.get(id);
    return script === undefined ? requireFromProgram(id) : run(id, script).exports;
  };
  const requireFromPart = Object.assign(load, requireFromProgram);

  function run(id: string, script: Script): NodeJS.Module {
    const before = begun.get(id);
    if (before !== undefined) return before;
    const file = join(folder, id);
    const module = new Module(file);
    module.filename = file;
    begun.set(id, module);
    requireFromProgram.cache[file] = module;
    (script.runInThisContext() as Body)(module.exports, requireFromPart, module, file, folder);
    module.loaded = true;
    return module;
  }
  load(first);
}
