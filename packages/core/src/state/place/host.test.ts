import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { hostSchema, isSameHost, machineId, thisHost, type AskedSystem } from './host.js';

const IOREG = `+-o J314  <class IOPlatformExpertDevice, id 0x10000025a, registered, matched, active>
    {
      "IOPlatformSerialNumber" = "C02XXXXXXXXX"
      "IOPlatformUUID" = "A1B2C3D4-0000-4000-8000-0123456789AB"
    }`;
const PROGRAM = 'C:\\Windows\\System32\\reg.exe';
const KEY = 'HKLM\\SOFTWARE\\Microsoft\\Cryptography';
const REG = `
HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography
    MachineGuid    REG_SZ    0f1e2d3c-0000-4000-8000-ba9876543210
`;

/** A system that answers one question and no other. */
function system(question: string, answer: string): AskedSystem {
  const ask = (asked: string): string => {
    if (asked !== question) throw new Error(`nobody asks for ${asked}`);
    return answer;
  };
  return { file: ask, command: (...words) => ask(words.join(' ')) };
}

describe('the id of a machine', () => {
  const ways: Record<string, readonly [question: string, answer: string, id: string]> = {
    linux: ['/etc/machine-id', '0123456789abcdef0123456789abcdef\n', '0123456789abcdef0123456789abcdef'],
    darwin: ['/usr/sbin/ioreg -rd1 -c IOPlatformExpertDevice', IOREG, 'A1B2C3D4-0000-4000-8000-0123456789AB'],
    win32: [`${PROGRAM} query ${KEY} /v MachineGuid`, REG, '0f1e2d3c-0000-4000-8000-ba9876543210'],
  };
  for (const [platform, [question, answer, id]] of Object.entries(ways)) {
    it(`is what ${platform} keeps, and nothing where that does not say`, () => {
      expect(machineId(platform, system(question, answer))).toBe(id);
      expect(machineId(platform, system(question, ''))).toBe('');
      expect(machineId(platform, system('something else', answer))).toBe('');
    });
  }

  it('is nothing on a system that keeps none', () => {
    expect(machineId('freebsd', { file: () => 'an id', command: () => `${IOREG}${REG}` })).toBe('');
  });
});

describe.runIf(process.platform === 'linux')('a system that is asked by a command', () => {
  it('answers with what the command prints', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tgmcp-host-'));
    // A plain name here, and so found by PATH.
    writeFileSync(join(folder, PROGRAM), '#!/bin/sh\necho "    MachineGuid    REG_SZ    $*"\n', {
      mode: 0o755,
    });
    vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
    try {
      const other = thisHost(
        manualClock(),
        'win32',
        system(`${PROGRAM} query ${KEY} /v MachineGuid`, REG),
      ).machine;
      // A command that takes more than five seconds to start, on a machine that stalls, is taken for one that does not answer.
      const asked = await vi.waitUntil(() => thisHost(manualClock(), 'win32').machine, { timeout: 20_000 });
      expect(asked).toMatch(/^[0-9a-f]{32}$/);
      expect(asked).not.toBe(other);
    } finally {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('two hosts', () => {
  const one = { format: 1, machine: 'a'.repeat(32), hostname: 'one', boot: 'boot-1' } as const;
  const nameless = { ...one, machine: '' };
  const cases = [
    [true, one, { ...one, hostname: 'other', boot: 'boot-2' }],
    [false, one, { ...one, machine: 'b'.repeat(32) }],
    [true, one, { ...nameless, hostname: 'other' }],
    [true, one, { ...nameless, boot: 'boot-2' }],
    [false, one, { ...nameless, hostname: 'other', boot: 'boot-2' }],
    [true, nameless, { ...nameless, boot: 'boot-2' }],
    [false, nameless, { ...nameless, hostname: 'other', boot: 'boot-2' }],
  ] as const;
  for (const [same, host, other] of cases) {
    it(`are ${same ? 'one' : 'two'}: ${JSON.stringify(host)} and ${JSON.stringify(other)}`, () => {
      expect(isSameHost(host, other)).toBe(same);
      expect(isSameHost(other, host)).toBe(same);
    });
  }
});

describe('what a host is known by', () => {
  const clock = manualClock();
  const of = (id: string): string => thisHost(clock, 'linux', system('/etc/machine-id', id)).machine;

  it('is a digest of its id that tells hosts apart and does not tell the id', () => {
    expect(of('an-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(of('an-id\n')).toBe(of('an-id'));
    expect(of('another-id')).not.toBe(of('an-id'));
    expect(of('')).toBe('');
  });

  it('is its name and its boot besides', () => {
    const host = thisHost(clock);
    expect(host).toMatchObject({ format: 1, hostname: hostname(), boot: clock.bootId() });
    expect(hostSchema.parse(host)).toEqual(host);
    expect(() => hostSchema.parse({ ...host, format: 2 })).toThrow();
  });
});
