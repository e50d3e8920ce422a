/** Everything the emulated service knows: people, chats, messages, media, login state. */
export interface World {
  readonly users: ReadonlyMap<bigint, unknown>;
}
