/** The connection went away before an answer came. */
export class ConnectionLost extends Error {
  /** `left`: whether the request may have reached Telegram. */
  constructor(
    readonly left: boolean,
    cause?: unknown,
  ) {
    super('the connection to Telegram was lost', { cause });
    this.name = 'ConnectionLost';
  }
}

/** Telegram answered with transport error -404: it does not know the key. */
export class KeyUnknown extends Error {
  override readonly name = 'KeyUnknown';
}
