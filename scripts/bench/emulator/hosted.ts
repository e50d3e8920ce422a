import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AuthKey } from '@tgmcp/emulator/raw-client';

/** What the host says when it is ready. */
export interface Ready {
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly session: string;
  readonly key: AuthKey;
  readonly channelId: bigint;
  readonly accessHash: bigint;
}

/** An emulator in another process. */
export interface Hosted extends Ready {
  /** Its resident memory in MB. Throws when a rule of the protocol was broken meanwhile. */
  rssMb(): Promise<number>;
  close(): Promise<void>;
}

/** Starts a host with `count` messages, all written down or made on demand. */
export async function host(kind: 'written' | 'generated', count: number): Promise<Hosted> {
  const child = fork(fileURLToPath(new URL('host.js', import.meta.url)), [kind, String(count)], {
    serialization: 'advanced',
  });
  const [ready] = (await once(child, 'message')) as [Ready];
  return {
    ...ready,
    async rssMb() {
      child.send('how much');
      const [told] = (await once(child, 'message')) as [{ rssMb: number; problems: readonly string[] }];
      if (told.problems.length > 0) throw new Error(told.problems.join('\n'));
      return told.rssMb;
    },
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
