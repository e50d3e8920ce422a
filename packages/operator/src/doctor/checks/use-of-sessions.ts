import { abandonedCopies, endOf, holderOf, type Holder } from '@tgmcp/core/login';
import { sessionFolders } from '../../commands/session/places.js';
import { bad, ok, warn, type Finding } from '../finding.js';
import type { Patient } from '../patient.js';
import { loginCommand, usableSessions } from '../sessions.js';

/** A holder that has not called for so long may be one that somebody forgot. */
const FORGOTTEN_MS = 60_000;
/** More than a takeover time can be: there is none. */
const DAY_MS = 86_400_000;

/** What has become of the sessions: ended at Telegram, held by a process, copied by one that is gone. */
export async function lookAtUse(patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { profile, session } of await usableSessions(patient)) {
    const store = patient.stateOf(session.account.id);
    if (store === undefined) continue;
    try {
      const ended = await endOf(store, session.session);
      const holder = await holderOf(store, session.session, patient.clock);
      if (ended !== undefined)
        findings.push(
          bad(
            `Telegram has ended the session of tgmcp-${profile}: ${ended.replace(/\.$/u, '')}`,
            loginCommand(profile, ' --overwrite'),
          ),
        );
      else if (holder !== undefined) findings.push(held(profile, holder));
    } finally {
      await store.close();
    }
  }
  for (const folder of sessionFolders(patient.settings)) {
    const copies = await abandonedCopies(folder);
    if (copies.length > 0)
      findings.push(
        warn(
          `${copies.length} copies of sessions lie in ${folder}, whose processes are gone`,
          'tgmcp state repair',
        ),
      );
  }
  return findings.length === 0 ? [ok('no session has ended, and nobody holds one')] : findings;
}

function held(profile: string, { program, pid, host, idleMs, leftMs }: Holder): Finding {
  if (host !== '')
    return bad(
      `${program} on the host ${host} holds the session of tgmcp-${profile}; Telegram ends a session that two hosts use`,
      `end process ${pid} on ${host}, and log in there with a session of its own`,
    );
  const says = `${program}, process ${pid}, holds the session of tgmcp-${profile}`;
  if (idleMs < FORGOTTEN_MS) return ok(says);
  const until =
    leftMs > DAY_MS ? 'no other server gets it' : `another server gets it in ${seconds(leftMs)} s`;
  return warn(
    `${says}, and has called nothing for ${seconds(idleMs)} s; ${until}`,
    `kill ${pid}, if it is not needed any more`,
  );
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
