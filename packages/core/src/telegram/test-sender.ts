/** A connection that leads nowhere, for tests: the parts in which the client library and its fork differ. */
import type { Sender, State } from './internals.js';
import { telegram, telegramModule } from './library.js';

/** A connection of `client`, the one that the library's own objects hold. */
export function newSender(client: object): Sender {
  const { MTProtoSender } = telegramModule('network/index.js') as {
    MTProtoSender: new (key: undefined, options: object) => Sender;
  };
  const { LogLevel } = telegramModule('extensions/Logger.js') as { LogLevel: { NONE: never } };
  return new MTProtoSender(undefined, {
    logger: new (telegram().Logger)(LogLevel.NONE),
    client,
    dcId: 2,
    isMainSender: true,
    _exportedSenderPromises: new Map(),
  });
}

/** An event handler gets the client itself and not the one with the kind refusals. */
export function bareClient(client: object): object {
  const event: { client?: object } = {};
  const handlers = client as { addEventHandler(call: () => void, event: object): void };
  handlers.addEventHandler(() => undefined, event);
  if (event.client === undefined || event.client === client) throw new Error('no bare client');
  return event.client;
}

/** Puts a request into the queue behind the early gates. */
export function smuggle(sender: Sender, state: State): void {
  const queue = sender['_sendQueue'] as { append(state: State): void } | undefined;
  if (queue === undefined) sender['_queued']?.push(state);
  else queue.append(state);
}

/** Notes that a request was sent under `id` and waits for its answer. */
export function waitsForAnswer(sender: Sender, id: string, state: State): void {
  (sender['_pendingState'] as unknown as { set(id: string, state: State): void }).set(id, state);
}

/** Says that a connection stands. */
export function setConnected(sender: Sender): void {
  if (sender['_lifecycle'] === undefined) sender['_userConnected'] = true;
  else Object.assign(sender, { _lifecycle: 'connected' });
}

/** Runs what takes requests out of the queue and writes them. */
export async function runSendLoop(sender: Sender): Promise<void> {
  setConnected(sender);
  await (sender['_sendLoop'] ?? sender['_writeLoop'])?.call(sender, { alive: true });
}

/** Hands a message to a connection as if it had just been decrypted. */
export async function receive(sender: Sender, message: { msgId?: unknown; obj: object }): Promise<void> {
  interface Reader {
    process?(message: unknown): Promise<void>;
  }
  const { _dispatcher: dispatcher } = sender as unknown as { _dispatcher?: Reader };
  if (dispatcher?.process !== undefined) return dispatcher.process(message);
  const { _handlers: handlers } = sender as unknown as {
    _handlers: Record<string, (message: unknown) => Promise<void>>;
  };
  const id = String((message.obj as { CONSTRUCTOR_ID?: number }).CONSTRUCTOR_ID);
  await (handlers[id]?.(message) ?? sender['_handleUpdate']?.(message));
  return undefined;
}
