import { probeSession, type Refusal } from '@tgmcp/core';
import { withCredentials } from '@tgmcp/core/login';
import type { Profile } from '../../commands/session/places.js';
import { bad, ok, warn, type Finding } from '../finding.js';
import type { Patient } from '../patient.js';
import { loginCommand, usableSessions } from '../sessions.js';

/** Whether Telegram can be reached and takes the sessions: one connection for each, and only when asked for. */
export async function lookAtTelegram(patient: Patient): Promise<Finding[]> {
  if (!patient.online) return [ok('not asked; "tgmcp doctor --online" asks')];
  const complete = await withCredentials(patient.settings);
  const sessions = await usableSessions(patient);
  if (!complete.ok || sessions.length === 0) return [ok('not asked: that needs credentials and a session')];
  const { project, clock } = patient;
  const findings: Finding[] = [];
  for (const { profile } of sessions) {
    const notes: string[] = [];
    const warnings = (text: string): void => void notes.push(text);
    const asked = await probeSession({ settings: complete.value, project, clock, profile, warn: warnings });
    findings.push(
      asked.ok
        ? ok(`Telegram takes the session of tgmcp-${profile} (account ${asked.value.id})`)
        : refused(profile, asked.refusal),
    );
  }
  return findings;
}

function refused(profile: Profile, refusal: Refusal): Finding {
  const { code, message, data, retry_after: wait } = refusal;
  const reason = typeof data?.['reason'] === 'string' ? ` (${data['reason']})` : '';
  const says = `the session of tgmcp-${profile}: ${code}: ${message.replace(/\.$/u, '')}${reason}`;
  switch (code) {
    case 'NOT_AUTHORIZED':
    case 'ACCOUNT_MISMATCH':
      return bad(says, loginCommand(profile, ' --overwrite'));
    case 'SESSION_BUSY':
      return ok(`${says}; it was not asked for`);
    case 'BREAKER_OPEN':
    case 'FLOOD_WAIT':
    case 'BUDGET_BUSY':
      return warn(says, `wait ${Math.ceil(wait ?? 1)} s, then: tgmcp doctor --online`);
    case 'DISCONNECTED':
    case 'DEADLINE':
    case 'TELEGRAM_TROUBLE':
      return bad(says, 'look at the network and at TG_PROXY_URL, then: tgmcp doctor --online');
    default:
      return bad(says, 'tgmcp state check');
  }
}
