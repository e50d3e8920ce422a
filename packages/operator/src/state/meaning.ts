const SENT = 'what was sent is lost: look into the chat before anything of the last day is repeated';
const PREVIEWED = 'what was proposed and approved is lost: everything is previewed anew';

/** What forgetting a document means for the person, by the folder it stands in. */
const MEANING: Readonly<Record<string, string>> = {
  intents: SENT,
  'intents-of-content': SENT,
  'attempt-starts': SENT,
  'attempt-ends': SENT,
  'settled-by-reading': SENT,
  'found-not-done': SENT,
  'begun-steps': SENT,
  quotas: "today's count is lost: wait a day before writing again",
  breaker: 'a wait that Telegram asked for is lost: wait an hour before the next call',
  'slow-modes': 'the waits of slow chats are lost: the next message may be refused once',
  proposals: PREVIEWED,
  'open-proposals': PREVIEWED,
  approvals: PREVIEWED,
  'consumed-codes': PREVIEWED,
  grants: 'which batches and lanes there are is lost: those in use go on, and are listed no more',
  'revoked-grants': 'that a batch or lane was ended is lost: stop writing until its time is over',
  'write-lanes': 'what was sent in a write lane is lost: revoke the lane before anything is sent in it again',
  'write-lane-events': 'what a write lane remembers of itself is lost; the audit log has it, too',
  batches: 'a batch is lost: what it did stays done, what is left takes a new one',
  'batch-progress': 'how far a batch came is lost: it is approved anew, and what was done is not done again',
  'wrong-tries': 'how often a wrong phrase was typed is lost',
  exports: 'how far an unfinished export came is lost: it begins anew; finished files stay',
  'allowlist-pins': 'names are pinned anew: look at the ids in the next preview',
  logs: 'the audit log begins anew; the old one stays beside it as evidence',
  'log-anchors': 'the audit log has no known end: forget logs/audit instead, which takes both',
};

/** Folders whose documents nobody misses; they are learnt again. */
const HARMLESS: ReadonlySet<string> = new Set([
  'peers',
  'leases',
  'session-owners',
  'lanes',
  'acquaintances',
]);

/** Whether a damaged document may be taken out of use without asking. */
export function isHarmless(name: string): boolean {
  return HARMLESS.has(folderOf(name));
}

/** What forgetting a document means, as the end of a sentence. */
export function meaningOf(name: string): string {
  return MEANING[folderOf(name)] ?? 'what it held is lost';
}

function folderOf(name: string): string {
  return name.split('/')[0] ?? '';
}
