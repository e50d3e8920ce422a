import { createPacer, createQuotas, pacerSettings, quotaLimits, type QuotaUsage } from '@tgmcp/core';
import { bad, ok, quoted, warn, type Finding } from '../finding.js';
import { accountsOf, type Patient } from '../patient.js';

/** Above it Telegram is known to ask for waits. */
const RISKY_RPS = 10;

/** How fast calls go, what Telegram has asked for, and what is left of the day. */
export async function lookAtPacing(patient: Patient): Promise<Finding[]> {
  const { settings, file } = patient;
  const findings: Finding[] = [];
  if (settings.TG_GLOBAL_RPS_MODE === 'off')
    findings.push(
      warn(
        'TG_GLOBAL_RPS_MODE is off: nothing slows the calls down',
        `put TG_GLOBAL_RPS_MODE=shared into ${quoted(file)}`,
      ),
    );
  else if (settings.RATE_RPS > RISKY_RPS)
    findings.push(
      warn(
        `RATE_RPS is ${settings.RATE_RPS}; more than ${RISKY_RPS} calls a second risk a flood wait`,
        `put RATE_RPS=4 into ${quoted(file)}`,
      ),
    );
  if (settings.TG_GLOBAL_RPS_MODE === 'local')
    findings.push(
      warn(
        'TG_GLOBAL_RPS_MODE is local: several servers together call faster than RATE_RPS',
        `put TG_GLOBAL_RPS_MODE=shared into ${quoted(file)}`,
      ),
    );
  for (const account of accountsOf(patient)) findings.push(...(await ofAccount(account, patient)));
  return findings.length === 0 ? [ok('nothing has been called yet; the pace is careful')] : findings;
}

async function ofAccount(account: string, patient: Patient): Promise<Finding[]> {
  const { clock, settings } = patient;
  const store = patient.stateOf(account);
  if (store === undefined) return [];
  try {
    const pacer = createPacer({ store, clock, settings: pacerSettings(settings) });
    const { breaker, writes_latched: latched } = await pacer.stats();
    const usage = await createQuotas({ store, clock, limits: quotaLimits(settings) }).usage();
    const findings: Finding[] = [];
    if (breaker.state === 'open') {
      const wait = breaker.retry_after ?? 0;
      findings.push(
        warn(
          `account ${account}: ${breaker.reason ?? 'Telegram asked for a wait'}; no call is made for ${wait} s more`,
          `wait ${wait} s; a restart does not shorten it`,
        ),
      );
    }
    if (latched)
      findings.push(
        bad(
          `account ${account}: Telegram has stopped its writing (PEER_FLOOD). Ask @SpamBot in the app how things stand`,
          'tgmcp unlatch, once you know why it happened',
        ),
      );
    const spent = Object.entries(usage).filter(([, { used, limit }]) => limit > 0 && used >= limit);
    findings.push(
      spent.length === 0
        ? ok(`account ${account}: ${left(usage)}`)
        : warn(
            `account ${account}: used up for today: ${spent.map(([quota]) => quota).join(', ')}`,
            'wait: each message counts for 24 hours',
          ),
    );
    return findings;
  } finally {
    await store.close();
  }
}

function left({ dm, join, group_msg: group }: QuotaUsage): string {
  return `left within 24 hours: ${rest(dm)} messages to people, ${rest(group)} to groups, ${rest(join)} joins`;
}

function rest({ used, limit }: QuotaUsage['dm']): string {
  return `${Math.max(0, limit - used)} of ${limit}`;
}
