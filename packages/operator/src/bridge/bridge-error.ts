/** What keeps the bridge from its work; printed as JSON on stderr. The message holds no secret and nothing of a file. */
export class BridgeError extends Error {
  override name = 'BridgeError';
  constructor(
    readonly code:
      | 'ARGUMENTS_INVALID'
      | 'CONFIG_UNREADABLE'
      | 'NO_WRITE_TOOL'
      | 'SERVER_ENDED'
      | 'SERVER_NOT_STARTED'
      | 'SERVER_UNKNOWN'
      | 'SERVER_UNUSABLE'
      | 'SETTING_FIXED'
      | 'TOOL_NOT_ALLOWED'
      | 'TOOL_UNKNOWN',
    message: string,
    readonly nextStep: string,
    /** The last lines that the server wrote to its log, which holds no secret of ours. */
    readonly log: readonly string[] = [],
    /** Whether a call may have reached the server. */
    readonly mayHaveCalled: boolean = false,
  ) {
    super(message);
  }

  /** One line for programs. */
  toJson(): string {
    const { code, message, nextStep, log } = this;
    return JSON.stringify({
      error: { code, message, next_step: nextStep, ...(log.length === 0 ? {} : { server_log: log }) },
    });
  }
}
