import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import type { Clock } from '../../clock/clock.js';

/** What a host is known by. */
export const hostSchema = z.strictObject({
  format: z.literal(1),
  /** A digest of the machine's own id; empty where it has none, as in many containers. */
  machine: z.string(),
  hostname: z.string(),
  boot: z.string(),
});
export type Host = z.infer<typeof hostSchema>;

/** The host this process runs on. */
export function thisHost(
  clock: Pick<Clock, 'bootId'>,
  platform: string = process.platform,
  system: AskedSystem = SYSTEM,
): Host {
  const id = machineId(platform, system);
  // machine-id(5): the id itself is not to be shown.
  const machine = id === '' ? '' : createHash('sha256').update(`tgmcp/host/v1|${id}`).digest('hex');
  return { format: 1, machine: machine.slice(0, 32), hostname: hostname(), boot: clock.bootId() };
}

/** Whether two descriptions are of one host. Containers of one host often have no machine id, but its kernel's boot id. */
export function isSameHost(one: Host, other: Host): boolean {
  if (one.machine !== '' && other.machine !== '') return one.machine === other.machine;
  return one.boot === other.boot || one.hostname === other.hostname;
}

/** How a system is asked; both throw where it does not answer. */
export interface AskedSystem {
  file(path: string): string;
  command(name: string, ...args: readonly string[]): string;
}

const SYSTEM: AskedSystem = {
  file: (path) => readFileSync(path, 'utf8'),
  command: (name, ...args) => execFileSync(name, args, { timeout: 5_000, windowsHide: true }).toString(),
};

/** The id of the machine, as its system keeps it; empty where it has none or does not tell. */
export function machineId(platform: string, system: AskedSystem): string {
  try {
    if (platform === 'linux') return system.file('/etc/machine-id').trim();
    if (platform === 'darwin') {
      const answer = system.command('/usr/sbin/ioreg', '-rd1', '-c', 'IOPlatformExpertDevice');
      return /"IOPlatformUUID" = "([^"]+)"/.exec(answer)?.[1] ?? '';
    }
    if (platform === 'win32') {
      // By its whole path: Windows looks for a bare name in the working directory first.
      const key = 'HKLM\\SOFTWARE\\Microsoft\\Cryptography';
      const answer = system.command('C:\\Windows\\System32\\reg.exe', 'query', key, '/v', 'MachineGuid');
      return /MachineGuid\s+REG_SZ\s+(\S+)/.exec(answer)?.[1] ?? '';
    }
  } catch {
    // A system that does not answer tells as little as one that is not known.
  }
  return '';
}
