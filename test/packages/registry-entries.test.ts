import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../support/house.js';

const parsed = async (path: string): Promise<Record<string, unknown>> =>
  JSON.parse(await repositoryFile(path)) as Record<string, unknown>;

const validator = async () => {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    formats: { uri: (text: string) => URL.canParse(text) },
  });
  return ajv.compile(await parsed('test/packages/schemas/server-2025-12-11.json'));
};

describe('the entries for the MCP registry', () => {
  it.each(['tgmcp-read', 'tgmcp-actions'])('%s fits the schema, and is of its package', async (name) => {
    const entry = await parsed(`packages/${name}/server.json`);
    const validate = await validator();
    validate(entry);
    expect(validate.errors ?? []).toEqual([]);
    const manifest = await parsed(`packages/${name}/package.json`);
    const { version, mcpName } = manifest;
    expect(entry).toMatchObject({ name: mcpName, version, packages: [{ identifier: name, version }] });
    expect(mcpName).toMatch(new RegExp(`^io\\.github\\.[\\w-]+/${name}$`, 'u'));
  });

  it('say of a secret that it is one, and ask for none', async () => {
    const [listed] = (await parsed('packages/tgmcp-read/server.json'))['packages'] as [
      { environmentVariables: { name: string; isSecret?: boolean; isRequired: boolean }[] },
    ];
    const variables = listed.environmentVariables;
    expect(variables.filter(({ isRequired }) => isRequired)).toEqual([]);
    expect(variables.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toEqual(['TG_API_HASH']);
  });

  it('would be refused with a long description, a name without its owner, or no transport', async () => {
    const entry = await parsed('packages/tgmcp-read/server.json');
    const validate = await validator();
    expect(validate({ ...entry, description: 'x'.repeat(101) })).toBe(false);
    expect(validate({ ...entry, name: 'tgmcp-read' })).toBe(false);
    expect(validate({ ...entry, packages: [{ registryType: 'npm', identifier: 'tgmcp-read' }] })).toBe(false);
  });
});
