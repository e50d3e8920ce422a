/**
 * What the systems before this one test of writing, row by row in our words, and the test that shows it here. Where ours
 * behaves otherwise on purpose, the row says what it does instead.
 */
import { GRANTS } from './grants.js';
import { promised, type Promised } from './promised.js';
import { SENDING } from './sending.js';

const gates = 'test/scenarios/write-tools/gates.test.ts';
const spending = 'test/scenarios/write-tools/spending-gates.test.ts';
const approval = 'test/scenarios/actions-approval.test.ts';
const people = 'test/scenarios/write-tools/people.test.ts';
const messages = 'test/scenarios/write-tools/messages.test.ts';
const bots = 'test/scenarios/write-tools/bots.test.ts';
const steps = 'packages/tgmcp-actions/src/bot-steps/bot-step.test.ts';
const checks = 'packages/tgmcp-actions/src/gates/checks.test.ts';
const execute = 'packages/tgmcp-actions/src/gates/execute.test.ts';
const approvals = 'packages/tgmcp-actions/src/approvals/approvals.test.ts';
const allowlist = 'packages/tgmcp-actions/src/allowlist/allowlist.test.ts';
const digests = 'packages/tgmcp-actions/src/actions/digest.test.ts';
const policy = 'packages/core/src/config/policy-issues.test.ts';

const POLICY: readonly Promised[] = [
  promised('policy', 'an empty allowlist is weak where one is required', [
    policy,
    'names %s when it is "%s"',
  ]),
  promised('policy', 'a safe policy has no issues', [policy, 'is empty for a safe policy']),
  promised('safety', 'the phrase is asked of an execution in channel preview, and of no preview', [
    approval,
    'lets whoever was told the phrase go through, and says so',
  ]),
  promised('safety', 'the same content is a duplicate for a window, and free after it', [
    execute,
    'makes a preview of the same content a duplicate for a whole window, across its buckets',
  ]),
  promised('safety', 'digests do not depend on the order of keys', [
    digests,
    'does not depend on the order in which keys were written',
  ]),
  promised('safety', 'among several buttons one must be chosen, by its exact text', [
    bots,
    '%o is refused, with what there is',
  ]),
  promised('safety', 'steps have the names that users of tg-mcp know', [
    steps,
    'knows the names of tg-mcp for its steps',
  ]),
  promised('safety', 'a list of steps that is none is refused, too many steps too', [
    'test/scenarios/write-tools/bot-steps.test.ts',
    'and is not is told: %j',
  ]),
  promised('safety', 'weak settings stop previews, too', [gates, '%s refuses every tool']),
  promised('safety', 'an execution without a code says how to get one', [
    checks,
    'codeMatches refuses an execution without a code, and with one that no preview gave out',
  ]),
];

const CONFIRMATION: readonly Promised[] = [
  promised('confirmation', 'a wrong phrase is refused, and guessing shuts the place', [
    checks,
    'in channel preview counts wrong guesses, not missing ones, and then shuts',
  ]),
  promised('confirmation', 'the phrase lets through whoever was told it', [
    approval,
    'lets whoever was told the phrase go through, and says so',
  ]),
  promised('confirmation', 'what has no target on the list needs an entry that names the action', [
    allowlist,
    'is allowed by an entry that names it, by id or by name',
  ]),
  promised('confirmation', 'a preview gives a code', [
    gates,
    '%s shows what would be done, and does nothing',
  ]),
  promised('confirmation', 'without the code, or with another, nothing is done', [
    gates,
    'codeMatches refuses %s',
  ]),
  promised('confirmation', 'with it everything is done once, and a repeat gets the stored answer', [
    gates,
    '%s does what was approved, once, and a repeat does nothing',
  ]),
  promised(
    'confirmation',
    'a code is too fresh at first, counted from its preview',
    [gates, '%s has a code that is good for nothing until a person approved'],
    [approvals, 'ages from the preview, not from the approval'],
  ),
  promised('confirmation', 'who may comment is a matter of the linked group, which is named', [
    people,
    'is a matter of the discussion group, which must be on the allowlist; the channel need not be',
  ]),
  promised('confirmation', 'the chat that messages come from is on the list, too', [
    messages,
    'from a chat that is not on the allowlist is refused',
  ]),
  promised('confirmation', 'what fails on the way costs no code', [
    spending,
    'after which each code still does what was approved, once',
  ]),
];

const BOTS: readonly Promised[] = [
  promised('bot', 'a press counts as a message to the group, once', [
    gates,
    'reserveQuota refuses every tool that counts, and the code stays good',
  ]),
  promised('bot', 'a press is never repeated by itself', [
    bots,
    'lets a press of unknown outcome be tried again that a person found not done',
  ]),
  promised('bot', 'a button that the bot changed is another one', [
    bots,
    'whose data the bot changes after the preview is refused',
  ]),
  promised('bot', 'making a managed bot is refused before anything is asked', [
    people,
    'is refused before anything is looked up: %j',
  ]),
  promised('bot', 'steps go on after a kill, and none is done twice', [
    'test/scenarios/write-tools/bot-steps-crash.test.ts',
    'is gone on with after a kill at any point, and a third process only hears what came of it',
  ]),
];

/** All of them. */
export const WRITING: readonly Promised[] = [...POLICY, ...CONFIRMATION, ...BOTS, ...GRANTS, ...SENDING];

/** What those systems test and this one has not, with the reason. */
export const NOT_HERE: Readonly<Record<string, string>> = {
  'encodings of the requests for managed bots':
    'layer 198 of the client library has no such methods; the tool refuses with NOT_IN_LAYER',
  'state files with keys of others beside them': 'state is one document a file, each of one schema',
  'previews that succeed while sending is off':
    'a preview that could never be executed is refused with the reason, so that nobody approves it in vain',
  'the account a lane was bound to':
    'lanes, like all state, lie in a folder of their account, where no other account looks',
  'confirmations that a wrong use burns':
    'no refusal costs a code, whether the arguments or the moment are wrong',
  'tickets, bearer tokens, consent screens, demo identities': 'there is no remote mode',
};
