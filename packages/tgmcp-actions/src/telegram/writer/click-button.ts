import {
  done,
  neutraliseText,
  telegramLibrary,
  type Outcome,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import type { Performed } from '../../gates/spec.js';
import { rpcOf, type Writer } from './writer.js';

/**
 * Presses a callback button. A bot that does not answer in time was told of the press all the same: that is `no_answer`, and
 * done. See core.telegram.org/api/bots/buttons#callback-buttons.
 */
export async function clickButton(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  peer: ResolvedPeer,
  { id, data }: { readonly id: number; readonly data: Buffer },
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const answer = await writer.peers.withPeer(peer, (inputPeer) =>
    caller.call(new Api.messages.GetBotCallbackAnswer({ peer: inputPeer, msgId: id, data })),
  );
  if (!answer.ok) {
    return rpcOf(answer) === 'BOT_RESPONSE_TIMEOUT'
      ? done({ result: { response_type: 'no_answer' }, repeated: false })
      : answer;
  }
  const { alert, message, url } = answer.value;
  const type = given(message) ? (alert === true ? 'alert' : 'notice') : given(url) ? 'url' : 'empty';
  return done({
    result: {
      response_type: type,
      ...(given(message) ? { response_message: neutraliseText(message).value } : {}),
      ...(given(url) ? { response_url: neutraliseText(url).value } : {}),
    },
    repeated: false,
  });
}

// The client library gives null for an absent field, whatever its types say.
function given(text: string | null | undefined): text is string {
  return text !== undefined && text !== null && text !== '';
}
