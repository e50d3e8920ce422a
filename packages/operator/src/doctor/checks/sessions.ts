import { createSessionKeys } from '@tgmcp/core/login';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { bad, ok, quoted, warn, type Finding } from '../finding.js';
import type { Patient } from '../patient.js';
import { isSameFile, loginCommand, sessionsOf, type SessionFound } from '../sessions.js';

/** The session files of both servers: there, private, encrypted, openable, and two. */
export async function lookAtSessions(patient: Patient): Promise<Finding[]> {
  const found = await sessionsOf(patient);
  const findings = found.map((session) => about(session, patient));
  const [read, actions] = found;
  if (read !== undefined && actions !== undefined && isSameFile(read.file, actions.file))
    // First: who logs in before this is mended logs in for nothing.
    findings.unshift(
      bad(
        `tgmcp-read and tgmcp-actions use one session file, ${read.file}`,
        patient.settings.TG_SESSION_PATH === ''
          ? 'give TG_READ_SESSION_PATH and TG_ACTIONS_SESSION_PATH two different files, then: tgmcp login --profile actions'
          : 'take TG_SESSION_PATH out of the settings file, then: tgmcp login --profile actions',
      ),
    );
  else if (keyOf(read) !== '' && keyOf(read) === keyOf(actions))
    findings.push(
      bad(
        'both session files hold the same session, so that neither server can be logged out alone',
        loginCommand('actions', ' --overwrite'),
      ),
    );
  if (found.every(({ read: one }) => one.ok)) findings.push(...(await keyForWriting(patient)));
  if (found.some(({ there }) => there) && patient.settings.TG_SESSION_KEY_PROVIDER === '')
    findings.push(
      warn(
        'the sessions are not encrypted: whoever gets a copy of the disk has the account',
        `tgmcp session new-key ${quoted(join(homedir(), 'tgmcp.key'))}, and follow what it says`,
      ),
    );
  return findings;
}

/** Whether the next login could encrypt its session; one that is there may still be open by the key before. */
async function keyForWriting({ settings }: Patient): Promise<Finding[]> {
  if (settings.TG_SESSION_KEY_PROVIDER === '') return [];
  const key = await createSessionKeys(settings).forWriting();
  return key.ok
    ? []
    : [
        bad(
          `no session can be encrypted: ${key.refusal.message.replace(/\.$/u, '')}`,
          'mend what TG_SESSION_KEY_PROVIDER names; for a new key: tgmcp session new-key FILE',
        ),
      ];
}

function about({ profile, file, there, read }: SessionFound, { settings }: Patient): Finding {
  const server = `tgmcp-${profile}`;
  if (!read.ok) {
    const { code, message, data } = read.refusal;
    const says = `the session of ${server}: ${message.replace(/\.$/u, '')}`;
    const fix = data?.['fix'];
    if (code === 'SESSION_UNSAFE') {
      const command = typeof fix === 'string' ? fix : loginCommand(profile);
      // A login keeps what is there unless told otherwise.
      return bad(says, command.startsWith('tgmcp login') ? loginCommand(profile, ' --overwrite') : command);
    }
    return bad(
      says,
      `give the key back (see TG_SESSION_KEY_PROVIDER), or: ${loginCommand(profile, ' --overwrite')}`,
    );
  }
  if (there && read.value !== undefined) {
    const how = settings.TG_SESSION_KEY_PROVIDER === '' ? 'not encrypted' : 'encrypted';
    return ok(`${server} has a session of account ${read.value.account.id}, ${how}`);
  }
  const says = `${server} has no session (${file})`;
  return profile === 'actions' && !settings.TG_ACTIONS_ENABLED
    ? ok(`${says}, and writing is off`)
    : bad(says, loginCommand(profile));
}

function keyOf(found: SessionFound | undefined): string {
  return found?.read.ok === true ? (found.read.value?.session ?? '') : '';
}
