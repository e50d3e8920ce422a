import { crc32 } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { readRecord, recordName, writeRecord } from './record.js';

const PARTS = [
  { name: 'part-A.js', sum: crc32('a'), code: Buffer.from('code of a') },
  { name: 'part-B.js', sum: crc32('b'), code: Buffer.from([0, 1, 2, 255]) },
];

describe('a record', () => {
  it('gives back what was written, in its order', () => {
    expect(readRecord(writeRecord(PARTS))).toEqual(PARTS);
    expect(readRecord(writeRecord([]))).toEqual([]);
  });

  it('is none with any one byte changed', () => {
    const record = writeRecord(PARTS);
    for (let at = 0; at < record.length; at += 1) {
      const damaged = Buffer.from(record);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 0x10, at);
      expect(readRecord(damaged), String(at)).toBeUndefined();
    }
  });

  it('is none when it was cut off anywhere, or goes on', () => {
    const record = writeRecord(PARTS);
    for (let length = 0; length < record.length; length += 1)
      expect(readRecord(record.subarray(0, length)), String(length)).toBeUndefined();
    expect(readRecord(Buffer.concat([record, Buffer.from([0])]))).toBeUndefined();
  });

  it('is none for another build of the same version', () => {
    const record = writeRecord(PARTS);
    const name = recordName();
    vi.spyOn(process, 'config', 'get').mockReturnValue({ ...process.config, variables: {} as never });
    try {
      expect(recordName()).toBe(name);
      expect(readRecord(record)).toBeUndefined();
    } finally {
      vi.restoreAllMocks();
    }
    expect(readRecord(record)).toEqual(PARTS);
  });
});
