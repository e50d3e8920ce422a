import { bad, ok, warn, type Finding } from '../finding.js';
import type { Patient } from '../patient.js';
import { loginCommand, usableSessions, type UsableSession } from '../sessions.js';

/** Whose the sessions are, against each other and against what the settings expect. */
export async function lookAtAccounts(patient: Patient): Promise<Finding[]> {
  const sessions = await usableSessions(patient);
  if (sessions.length === 0) return [ok('there is no session yet, so no account')];
  const findings = sessions.flatMap((one) => unexpected(one, patient));
  const ids = new Set(sessions.map(({ session }) => session.account.id));
  const [id = ''] = ids;
  const { TG_EXPECTED_USER_ID: expectedId, TG_EXPECTED_USERNAME: expectedName } = patient.settings;
  if (ids.size > 1)
    findings.push(
      warn(
        `the servers work for different accounts, ${[...ids].join(' and ')}`,
        `${loginCommand('actions', ' --overwrite')}, unless you want it so`,
      ),
    );
  else if (expectedId === '' && expectedName === '')
    findings.push(
      warn(
        'no account is expected, so a session of any other would be used',
        `tgmcp session expect, and TG_EXPECTED_USER_ID=${id} is written`,
      ),
    );
  return findings.length === 0 ? [ok(`the sessions belong to account ${id}, as expected`)] : findings;
}

function unexpected({ profile, session }: UsableSession, { settings }: Patient): Finding[] {
  const { TG_EXPECTED_USER_ID: id, TG_EXPECTED_USERNAME: name } = settings;
  const next = `${loginCommand(profile, ' --overwrite')} with the right account, or correct the setting`;
  const findings: Finding[] = [];
  if (id !== '' && id !== session.account.id)
    findings.push(
      bad(
        `the session of tgmcp-${profile} belongs to account ${session.account.id}, and TG_EXPECTED_USER_ID is ${id}`,
        next,
      ),
    );
  if (
    name !== '' &&
    session.account.username !== undefined &&
    plain(session.account.username) !== plain(name)
  )
    findings.push(
      bad(
        `the session of tgmcp-${profile} belongs to @${session.account.username}, and TG_EXPECTED_USERNAME is ${name}`,
        next,
      ),
    );
  return findings;
}

function plain(name: string): string {
  return name.replace(/^@/u, '').toLowerCase();
}
