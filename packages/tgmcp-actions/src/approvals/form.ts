/**
 * Approval in a form that the client shows to the person. The person types back a fresh number from the form: a
 * challenge, not a secret, because some clients accept forms by themselves, empty. A form only approves; sending takes
 * the execute call. The proposal is stored before the form is raised, so whatever happens here, `tgmcp approve` goes on.
 */
import type { ToolCall } from '@tgmcp/core';
import { randomInt } from 'node:crypto';
import { codePoints } from '../actions/text.js';
import type { Approvals } from './approvals.js';
import type { Presented } from './approver.js';
import { isGrant, type AnyProposal } from './proposal.js';
import { renderProposal } from './render.js';

/** Clients give up on a call at 60 seconds; the preview must have answered by then. */
export const FORM_WAIT_MS = 45_000;

/** Clients cut or scroll long forms, and nobody should approve what they were not shown: more waits for the terminal. */
const MOST_ITEMS = 20;
const MOST_LINES = 80;
const MOST_CHARACTERS = 4_000;

/** An agent can ask for many things at once; a person who is to read each of them is not shown them all at once. */
const MOST_AT_ONCE = 3;
let open = 0;

const ACTION_NOTE = 'Nothing is sent by this form; the agent sends it afterwards, once, exactly as shown.';
const GRANT_NOTE =
  'Nothing is done by this form; the agent acts afterwards, within what is shown and no further. You can end it any time: tgmcp grants revoke.';

/**
 * Raises the form where the client has forms, they are not locked and not too many stand open; otherwise the proposal waits
 * for the terminal.
 */
export async function askInForm(
  proposal: AnyProposal,
  approvals: Approvals,
  call: ToolCall,
): Promise<Presented> {
  const { elicit, signal } = call;
  if (elicit === undefined || signal.aborted) return 'waiting';
  const lines = renderProposal(proposal);
  const shown = lines.join('\n');
  const items = proposal.preview.items ?? [];
  if (items.length > MOST_ITEMS || lines.length > MOST_LINES || codePoints(shown) > MOST_CHARACTERS) {
    return 'waiting';
  }
  if (!(await approvals.tries.open('forms')).ok || open >= MOST_AT_ONCE) return 'waiting';
  open += 1;
  try {
    return await ask(proposal, approvals, { elicit, signal }, shown);
  } finally {
    open -= 1;
  }
}

/** A call at a client that has forms. */
interface AskingCall extends Pick<ToolCall, 'signal'> {
  readonly elicit: NonNullable<ToolCall['elicit']>;
}

async function ask(
  proposal: AnyProposal,
  approvals: Approvals,
  { elicit, signal }: AskingCall,
  shown: string,
): Promise<Presented> {
  const number = String(randomInt(0, 1_000_000)).padStart(6, '0');
  const answer = await elicit(
    {
      message: `${shown}\n\nTo approve, type this number: ${number}\n${isGrant(proposal) ? GRANT_NOTE : ACTION_NOTE}`,
      field: {
        name: 'number',
        title: 'Number',
        description: 'The six digits shown above, if and only if you approve.',
      },
    },
    FORM_WAIT_MS,
  );
  if (answer.action === 'decline') {
    await approvals.refuse(proposal, 'form');
    return 'refused';
  }
  const typed = answer.action === 'accept' ? answer.text?.trim() : undefined;
  if (typed === undefined || typed === '' || signal.aborted) return standing(proposal, approvals);
  const right = await approvals.tries.attempt('forms', () => typed === number);
  if (!right.ok || !right.value) return standing(proposal, approvals);
  return (await approvals.approve(proposal, 'form')).ok ? 'approved' : standing(proposal, approvals);
}

// While the form stood open, the person may have decided at the terminal.
async function standing(proposal: AnyProposal, approvals: Approvals): Promise<Presented> {
  const said = (await approvals.word(proposal))?.said;
  return said === undefined || said === 'nothing' ? 'waiting' : said;
}
