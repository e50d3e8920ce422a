import { RawClient } from '@tgmcp/emulator/raw-client';
import type { TlObject } from '@tgmcp/emulator/raw-client';
import type { Hosted } from './hosted.js';

const PAGE = 100;
const LAYER = 198;
const INIT = {
  _: 'initConnection',
  api_id: 1,
  device_model: 'bench',
  system_version: '1',
  app_version: '1',
  system_lang_code: 'en',
  lang_pack: '',
  lang_code: 'en',
};

/** Reads pages of a chat with a client that does nothing but encrypt, decrypt and parse. */
export class RawReader {
  private constructor(
    private readonly client: RawClient,
    private readonly hosted: Hosted,
  ) {}

  static async open(hosted: Hosted): Promise<RawReader> {
    const client = await RawClient.connect(hosted.port, hosted.key);
    const query = { _: 'help.getConfig' };
    const first = client.call({ _: 'invokeWithLayer', layer: LAYER, query: { ...INIT, query } });
    await client.result(first, 'help.getConfig');
    return new RawReader(client, hosted);
  }

  close(): void {
    this.client.close();
  }

  /** Asks for the page of 100 before `offsetId` (0: the newest). Returns a function that waits for its ids, newest first. */
  ask(offsetId: number): () => Promise<number[]> {
    const { client, hosted } = this;
    const channel = { channel_id: hosted.channelId, access_hash: hosted.accessHash };
    const id = client.call({
      _: 'messages.getHistory',
      peer: { _: 'inputPeerChannel', ...channel },
      offset_id: offsetId,
      offset_date: 0,
      add_offset: 0,
      limit: PAGE,
      max_id: 0,
      min_id: 0,
      hash: 0n,
    });
    return async () => {
      const answer = (await client.result(id, 'messages.getHistory')) as TlObject;
      const at = client.received.findIndex(({ object }) => object['req_msg_id'] === id);
      client.received.splice(at, 1);
      const messages = answer['messages'] as readonly TlObject[] | undefined;
      if (messages === undefined) throw new Error(`no page but ${JSON.stringify(answer)}`);
      return messages.map((message) => Number(message['id']));
    };
  }
}
