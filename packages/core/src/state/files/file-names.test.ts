import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFile, generationsIn, headFile, headOf, isLeftOver } from './generations.js';

const NONCE = '0123456789abcdef';
const head = { generation: 12, nonce: NONCE };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgmcp-names-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the names in the folder of a document', () => {
  it('say which generation counts, and nothing that only looks like it', () => {
    expect(headFile('/a', head)).toBe(`/a/head.12.${NONCE}`);
    expect(headOf(`head.12.${NONCE}`)).toEqual([head]);
    const odd = [
      `xhead.12.${NONCE}`,
      `head.12.${NONCE}0`,
      'head.12.0123',
      `head.x.${NONCE}`,
      `head.12${NONCE}`,
    ];
    for (const name of odd) expect(headOf(name)).toEqual([]);
  });

  it('say which generations there are', () => {
    expect(dataFile('/a', head)).toBe(`/a/12.${NONCE}.json`);
    const odd = [`x12.${NONCE}.json`, `12.${NONCE}.json.77`, `12.${NONCE}xjson`, '12.0123.json', 'lock'];
    for (const name of [`12.${NONCE}.json`, ...odd]) writeFileSync(join(folder, name), '');
    expect(generationsIn(folder)).toEqual([head]);
    expect(generationsIn(join(folder, 'gone'))).toEqual([]);
  });

  it('say what a killed writer left half-written', () => {
    expect(isLeftOver(`12.${NONCE}.json.77`)).toBe(true);
    for (const name of [
      `12.${NONCE}.json`,
      `12.${NONCE}.json.x`,
      `12.${NONCE}.json.7x`,
      'json.7',
      'a.xjson.7',
    ]) {
      expect(isLeftOver(name)).toBe(false);
    }
  });
});
