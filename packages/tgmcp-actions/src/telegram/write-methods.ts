/**
 * The methods that may be sent while an approved action runs, each with the reason why it is needed. The guard refuses
 * everything else, now and when a newer schema brings more.
 */
export const WRITE_METHODS = {
  'messages.sendMessage': 'tg_send_message: one text message to an approved chat.',
} as const satisfies Record<string, string>;
