import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { hostSchema, machineId, thisHost, type AskedSystem } from './host.js';

const IOREG = `+-o J314  <class IOPlatformExpertDevice, id 0x10000025a, registered, matched, active>
    {
      "IOPlatformSerialNumber" = "C02XXXXXXXXX"
      "IOPlatformUUID" = "A1B2C3D4-0000-4000-8000-0123456789AB"
    }`;
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
  const key = 'HKLM\\SOFTWARE\\Microsoft\\Cryptography';
  const ways: Record<string, readonly [question: string, answer: string, id: string]> = {
    linux: ['/etc/machine-id', '0123456789abcdef0123456789abcdef\n', '0123456789abcdef0123456789abcdef'],
    darwin: ['/usr/sbin/ioreg -rd1 -c IOPlatformExpertDevice', IOREG, 'A1B2C3D4-0000-4000-8000-0123456789AB'],
    win32: [`reg query ${key} /v MachineGuid`, REG, '0f1e2d3c-0000-4000-8000-ba9876543210'],
  };
  for (const [platform, [question, answer, id]] of Object.entries(ways)) {
    it(`is what ${platform} keeps, and nothing where that does not say`, () => {
      expect(machineId(platform, system(question, answer))).toBe(id);
      expect(machineId(platform, system(question, ''))).toBe('');
      expect(machineId(platform, system('something else', answer))).toBe('');
    });
  }

  it('is nothing on a system that keeps none', () => {
    expect(machineId('freebsd', { file: () => 'an id', command: () => 'an id' })).toBe('');
  });
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
