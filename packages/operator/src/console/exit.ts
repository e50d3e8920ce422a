/** Exit codes of `tgmcp`, the same for every command. */
export const EXIT = {
  ok: 0,
  /** `audit verify` found a bad record, `state check` damage, or `doctor` something to mend. */
  bad: 1,
  /** Wrong usage, or settings that cannot be used. */
  usage: 2,
  /** Understood and refused: by Telegram, by the state, by a rule. */
  refused: 3,
  /** `export` left a part to go on with, or `bridge` a preview that waits for a person. */
  unfinished: 4,
  /** Ended by Ctrl-C, as a shell reports it. */
  interrupted: 130,
} as const;

/** How the command ends. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command early. The message is for the person and carries no secret. */
export class Stop extends Error {
  override name = 'Stop';
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    /** Why, in a word, for who ends differently by it: that of a login, or `present` for a session that is kept. */
    readonly reason?: string,
  ) {
    super(message);
  }
}
