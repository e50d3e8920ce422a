import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runInThisContext } from 'node:vm';
import * as library from '@modelcontextprotocol/sdk/types.js';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { lateSchemas } from './late-schemas.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tgmcp-late-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A module bundled as servers are: its text, and what it exports. It stands in a file, as sources do, or in none. */
async function bundled(
  contents: string,
  file?: string,
): Promise<{ text: string; exported: Record<string, unknown> }> {
  if (file !== undefined) await writeFile(file, contents);
  const { outputFiles } = await build({
    ...(file === undefined
      ? { stdin: { contents, resolveDir: import.meta.dirname } }
      : { entryPoints: [file] }),
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'exported',
    platform: 'node',
    nodePaths: [join(import.meta.dirname, '../node_modules')],
    plugins: [lateSchemas],
    logLevel: 'silent',
  });
  const text = outputFiles.map((one) => one.text).join('');
  const exported = runInThisContext(`(() => { ${text}; return exported; })()`) as Record<string, unknown>;
  return { text, exported };
}

const described = (schema: z.ZodType): unknown =>
  z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });

describe('late schemas', () => {
  it('are those of the library, each built once', async () => {
    const { exported: late } = await bundled("export * from '@modelcontextprotocol/sdk/types.js';");
    expect(Object.keys(late).toSorted()).toEqual(Object.keys(library).toSorted());
    const schemas = Object.entries(library).filter(([, value]) => value instanceof z.ZodType);
    expect(schemas.length).toBeGreaterThan(100);
    for (const [name, schema] of schemas) {
      const build = late[name] as () => z.ZodType;
      expect(build(), name).toBe(build());
      expect(described(build()), name).toEqual(described(schema as z.ZodType));
    }
  });

  it('are built where a source names them, and left out where none does', async () => {
    const source = `
      import { ErrorCode, PingRequestSchema } from '@modelcontextprotocol/sdk/types.js';
      export const ping = PingRequestSchema.safeParse({ method: 'ping' }).success;
      export const pong = PingRequestSchema.safeParse({ method: 'pong' }).success;
      export const code = ErrorCode.ParseError;
    `;
    const { text, exported } = await bundled(source.replaceAll(/^ +/gmu, ''), join(folder, 'named.ts'));
    expect(exported).toMatchObject({ ping: true, pong: false, code: -32_700 });
    expect(text).toContain('"ping"');
    expect(text).not.toContain('elicitation/create');
  });

  it.each(
    [
      "import * as types from '@modelcontextprotocol/sdk/types.js';",
      "import { PingRequestSchema as Ping } from '@modelcontextprotocol/sdk/types.js';",
      "export { PingRequestSchema } from '@modelcontextprotocol/sdk/types.js';",
    ].map((statement) => [statement]),
  )('are refused to a source with %s', async (statement) => {
    await expect(bundled(statement, join(folder, 'refused.js'))).rejects.toThrow(
      'only be imported by their names',
    );
  });
});

describe('a library that is written otherwise', () => {
  it.each<[string, string, string, string]>([
    [
      'with a schema that is no constant',
      'sdk/dist/esm/types.js',
      'export const PongSchema = 1;\nexport let PingSchema = 2;\n',
      'of 2 schemas only 1',
    ],
    [
      'with a schema under another name of its own',
      'sdk/dist/esm/types.js',
      'export const PongSchema = 1;\nconst ping = 2;\nexport { ping as PingSchema };\n',
      'declares no PingSchema',
    ],
    ['with no schema', 'sdk/dist/esm/types.js', 'export { PingSchema } from "./ping.js";\n', 'of 0 schemas'],
    ['with its schemas in another file', 'sdk/esm/types.js', 'export const PingSchema = 2;\n', 'no module'],
  ])('is an error of the build: %s', async (_, file, library, problem) => {
    const place = await mkdtemp(join(folder, 'library-'));
    await mkdir(dirname(join(place, file)), { recursive: true });
    await writeFile(join(place, file), library);
    await writeFile(join(place, dirname(file), 'ping.js'), 'export const PingSchema = 2;\n');
    const source = `import { PingSchema } from './${file}';\nexport const ping = PingSchema;\n`;
    await expect(bundled(source, join(place, 'source.js'))).rejects.toThrow(problem);
  });
});
