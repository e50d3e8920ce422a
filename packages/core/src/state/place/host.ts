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
export function thisHost(clock: Pick<Clock, 'bootId'>): Host {
  const id = machineId();
  // machine-id(5): the id itself is not to be shown.
  const machine = id === '' ? '' : createHash('sha256').update(`tgmcp/host/v1|${id}`).digest('hex');
  return { format: 1, machine: machine.slice(0, 32), hostname: hostname(), boot: clock.bootId() };
}

/** Whether two descriptions are of one host. Containers of one host often have no machine id, but its kernel's boot id. */
export function isSameHost(one: Host, other: Host): boolean {
  if (one.machine !== '' && other.machine !== '') return one.machine === other.machine;
  return one.boot === other.boot || one.hostname === other.hostname;
}

function machineId(): string {
  try {
    if (process.platform === 'linux') return readFileSync('/etc/machine-id', 'utf8').trim();
    if (process.platform === 'darwin') {
      return field(/"IOPlatformUUID" = "([^"]+)"/, '/usr/sbin/ioreg', '-rd1', '-c', 'IOPlatformExpertDevice');
    }
    if (process.platform === 'win32') {
      const key = 'HKLM\\SOFTWARE\\Microsoft\\Cryptography';
      return field(/MachineGuid\s+REG_SZ\s+(\S+)/, 'reg', 'query', key, '/v', 'MachineGuid');
    }
  } catch {
    return '';
  }
  return '';
}

function field(pattern: RegExp, command: string, ...args: readonly string[]): string {
  return pattern.exec(execFileSync(command, args, { encoding: 'utf8', timeout: 5_000 }))?.[1] ?? '';
}
