import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VERSION } from './version.js';

it.each(['core', 'tgmcp-read', 'tgmcp-actions', 'operator', 'emulator'])(
  '%s has the announced version',
  (name) => {
    const manifest: unknown = JSON.parse(
      readFileSync(new URL(`../../${name}/package.json`, import.meta.url), 'utf8'),
    );
    expect(manifest).toMatchObject({ version: VERSION });
  },
);
