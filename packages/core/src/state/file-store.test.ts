import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createFileStore } from './file-store.js';
import { describeStoreContract } from './store-contract.js';

const base = mkdtempSync(join(tmpdir(), 'tgmcp-store-'));
let stores = 0;

afterAll(() => rmSync(base, { recursive: true, force: true }));

describeStoreContract('files', (clock) =>
  createFileStore({ root: join(base, String((stores += 1))), clock }),
);
