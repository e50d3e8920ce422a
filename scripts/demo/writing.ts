import { z } from 'zod';
import type { EmulatorProcess } from './emulator.js';
import { expect } from './expect.js';
import { runOperator } from './operator.js';
import type { Server } from './server.js';
import { PHRASE } from './settings.js';
import type { Stage } from './stage.js';

const preview = z.object({
  dry_run: z.literal(true),
  approval_code: z.string(),
  proposal_id: z.string(),
  target: z.object({ id: z.string(), title: z.string() }),
  text: z.string(),
});
const waiting = z.object({
  proposals: z.array(
    z.object({
      id: z.string(),
      account: z.object({ id: z.string(), name: z.string() }),
      chat: z.object({ id: z.string(), title: z.string(), kind: z.string() }),
      preview: z.object({ text: z.string() }),
    }),
  ),
});
const sent = z.object({ message_id: z.number(), already_sent: z.boolean() });
const page = z.object({ messages: z.array(z.object({ id: z.number(), text: z.string().optional() })) });

/** What the writing part runs on. */
export interface WritingParts extends Stage {
  readonly emulator: EmulatorProcess;
  readonly read: Server;
  readonly actions: Server;
  readonly operatorEnv: Readonly<Record<string, string>>;
}

const TEXT = 'Saturday, ten till one, in the community hall: bring string, paper and patience. 🪁';

/** The writing part: preview, two refusals, a person's approval, the send, its duplicate, a foreign target. */
export async function writing(parts: WritingParts, group: string, elsewhere: string): Promise<void> {
  const { emulator, read, actions, transcript, cleanup, operatorEnv } = parts;
  const request = { group, message_text: TEXT };

  transcript.step('Prepare a message');
  const proposal = await actions.ask('tg_send_message', { ...request, dry_run: true }, preview);
  transcript.answered(
    `to ${proposal.target.title} (${proposal.target.id}): “${proposal.text}”`,
    `stored as proposal ${proposal.proposal_id}; nothing was sent`,
  );
  const execute = { ...request, dry_run: false, confirm: true, approval_code: proposal.approval_code };

  transcript.step('The agent tries to send it alone');
  await actions.mustRefuse('tg_send_message', execute, 'APPROVAL_PENDING');
  transcript.holds('the code is worthless until a person has approved');

  transcript.step('A person approves, where the agent cannot');
  const listed = await runOperator(['approve', '--json'], operatorEnv, cleanup);
  const card = waiting.parse(JSON.parse(listed)).proposals.find(({ id }) => id === proposal.proposal_id);
  expect(card?.preview.text === TEXT, 'the person sees the very text', card);
  transcript.did('person', `sees the account  ${card.account.name}, id ${card.account.id}`);
  transcript.did('', `     the chat     ${card.chat.title}, ${card.chat.kind}, id ${card.chat.id}`);
  transcript.did('', `     the text     ${card.preview.text}`);
  await runOperator(['approve', proposal.proposal_id, '--phrase-stdin'], operatorEnv, cleanup, [PHRASE]);
  transcript.did('person', `types tgmcp approve ${proposal.proposal_id}   (and types the phrase, unseen)`);

  transcript.step('The agent is too quick');
  const fresh = await actions.mustRefuse('tg_send_message', execute, 'TOO_FRESH');
  const { retry_after: wait = 0 } = fresh;
  expect(wait > 0, 'TOO_FRESH says how long to wait');
  transcript.did('demo', `lets ${wait} s pass for the data centre and every program of the demo`);
  await emulator.pass(wait);

  transcript.step('Send it');
  const result = await actions.ask('tg_send_message', execute, sent);
  expect(!result.already_sent, 'the message is sent for the first time', result);
  transcript.answered(`sent as message ${result.message_id}`);

  transcript.step('Did it arrive? The reading server looks');
  const newest = await read.ask('tg_get_messages', { group, limit: 1 }, page);
  const arrived = newest.messages[0];
  expect(
    arrived?.id === result.message_id && arrived.text === TEXT,
    'the newest message is the one that was sent',
    newest,
  );
  transcript.answered(`message ${arrived.id}: “${arrived.text}”`);

  transcript.step('The same once more');
  const repeated = await actions.ask('tg_send_message', execute, sent);
  expect(
    repeated.already_sent && repeated.message_id === result.message_id,
    'a repeated call sends nothing',
    repeated,
  );
  transcript.answered(`already sent as message ${repeated.message_id}; the repeated call sent nothing`);
  const again = await actions.mustRefuse('tg_send_message', { ...request, dry_run: true }, 'DUPLICATE');
  expect(
    again.data?.['message_id'] === result.message_id,
    'DUPLICATE names the message that was sent',
    again,
  );

  transcript.step('Somewhere else');
  await actions.mustRefuse(
    'tg_send_message',
    { group: elsewhere, message_text: TEXT, dry_run: true },
    'TARGET_NOT_ALLOWED',
  );

  const everything = `${actions.received()}${read.received()}`;
  expect(!everything.includes(PHRASE), 'the phrase is in nothing the agent received');
  transcript.holds('the confirmation phrase is in nothing the agent received');
}
