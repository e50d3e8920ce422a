import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { isSameHost, thisHost, type Host } from './host.js';
import { claimPlace, takeOver } from './place.js';

const clock = manualClock();
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgmcp-place-'));
  chmodSync(folder, 0o700);
  file = join(folder, 'host.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const another: Host = { format: 1, machine: 'f'.repeat(32), hostname: 'elsewhere', boot: 'its-boot' };
const leave = (content: string): void => writeFileSync(file, content, { mode: 0o600 });

describe('the place of state', () => {
  it('belongs to the host that came first, in a private file that tells no machine id', () => {
    expect(claimPlace(folder, clock, false)).toEqual([]);
    expect(claimPlace(folder, clock, false)).toEqual([]);
    expect(readdirSync(folder)).toEqual(['host.json']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const id = existsSync('/etc/machine-id') ? readFileSync('/etc/machine-id', 'utf8').trim() : '';
    expect(id !== '' && readFileSync(file, 'utf8').includes(id)).toBe(false);
  });

  it('of another host is refused, unless forced or taken over', () => {
    leave(JSON.stringify(another));
    const refusal = { code: 'STATE_SHARED', data: { reason: 'the host elsewhere uses it' } };
    expect(() => claimPlace(folder, clock, false)).toThrow(expect.objectContaining(refusal));
    expect(() => claimPlace(folder, clock, false)).toThrow('Run: tgmcp state check');
    expect(claimPlace(folder, clock, true)).toEqual(['the host elsewhere uses it']);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(another);
    takeOver(folder, clock);
    expect(claimPlace(folder, clock, false)).toEqual([]);
    expect(readdirSync(folder)).toEqual(['host.json']);
  });

  it('that does not say whose it is counts as somebody else', () => {
    for (const content of ['', '{', '{"format":1}']) {
      leave(content);
      expect(() => claimPlace(folder, clock, false)).toThrow(
        expect.objectContaining({ code: 'STATE_CORRUPT', file }),
      );
    }
  });

  it('stays with its host after a reboot', () => {
    claimPlace(folder, clock, false);
    const later = manualClock();
    later.reboot(60_000);
    expect(claimPlace(folder, later, false)).toEqual([]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ boot: later.bootId() });
  });
});

describe('two descriptions of a host', () => {
  const me = thisHost(clock);
  const container: Host = { ...me, machine: '', hostname: 'b1946ac92492' };

  it('agree by the machine id where both have one', () => {
    expect(isSameHost(me, { ...me, hostname: 'renamed', boot: 'later' })).toBe(true);
    expect(isSameHost(me, { ...me, machine: another.machine })).toBe(false);
  });

  it('agree by boot or name where one has no machine id, as in a container', () => {
    expect(isSameHost(container, me)).toBe(true);
    expect(isSameHost(container, { ...container, boot: 'later' })).toBe(true);
    expect(isSameHost(container, { ...container, boot: 'later', hostname: 'other' })).toBe(false);
  });
});
