/** A boxed TL object or method call: `_` is the TL name (`messages.getHistory`), fields keep TL's own snake_case names. */
export interface TlObject {
  readonly _: string;
  readonly [field: string]: TlValue;
}

/** What a TL field holds: int and double are numbers, long is a bigint, bytes and int128/int256 are Uint8Array, an absent flag is undefined. */
export type TlValue =
  | number
  | bigint
  | boolean
  | string
  | Uint8Array
  | TlObject
  | readonly TlValue[]
  | null
  | undefined;
