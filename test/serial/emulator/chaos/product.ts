import { telegramLibrary, type Outcome } from '@tgmcp/core';
import { unlockWrites } from '@tgmcp/core/unlock-writes';
import type { Bench } from '../../../telegram/bench.js';
import { GROUP, PERSON } from '../../../support/small-world.js';
import type { Participant } from './participant.js';

const METHODS = {
  'messages.sendMessage': 'The test sends.',
  'messages.editMessage': 'The test edits.',
  'channels.deleteMessages': 'The test deletes.',
};
const APPROVED = { tool: 'tg_send_message', proposalId: 'chaos', methods: Object.keys(METHODS) };

/** The product's own client: every call ends by its own deadline, and writes pass its gate. */
export async function productParticipant(bench: Bench, deadlineMs: number): Promise<Participant> {
  // For what is asked before the calls, which have deadlines of their own.
  const { telegram } = await bench.open('actions', { TG_CALL_DEADLINE_SEC: '25' });
  const writes = unlockWrites(telegram, METHODS);
  const found = await telegram.peers.resolve(GROUP.id);
  if (!found.ok) throw new Error(found.refusal.message);
  const { inputPeer: peer } = found.value;
  const { Api, helpers } = telegramLibrary();
  if (!(peer instanceof Api.InputPeerChannel)) throw new Error(`${GROUP.id} is no channel`);
  const channel = new Api.InputChannel({ channelId: peer.channelId, accessHash: peer.accessHash });
  const write = (request: Parameters<typeof telegram.call>[0]) =>
    writes(APPROVED, (caller) => caller.call(request, { deadlineMs }));
  return {
    name: 'the product',
    account: PERSON.id,
    async run(errand) {
      switch (errand.kind) {
        case 'state':
          taken(await telegram.call(new Api.updates.GetState(), { deadlineMs }));
          return undefined;
        case 'history':
          taken(await telegram.call(new Api.messages.GetHistory({ peer, limit: 20 }), { deadlineMs }));
          return undefined;
        case 'send': {
          const randomId = helpers.generateRandomLong();
          const request = new Api.messages.SendMessage({ peer, message: errand.text, randomId });
          return idIn(taken(await write(request)));
        }
        case 'edit':
          taken(await write(new Api.messages.EditMessage({ peer, id: errand.id, message: errand.text })));
          return undefined;
        default:
          taken(await write(new Api.channels.DeleteMessages({ channel, id: [errand.id] })));
          return undefined;
      }
    },
    close: async () => undefined,
  };
}

function taken<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
}

/** The id of the message that an answer tells of. */
function idIn(answer: unknown): number | undefined {
  const updates = (answer as { updates?: readonly { className: string; id?: number }[] }).updates ?? [];
  return updates.find((update) => update.className === 'UpdateMessageID')?.id;
}
