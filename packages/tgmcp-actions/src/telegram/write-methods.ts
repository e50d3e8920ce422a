/**
 * The methods that may be sent while an approved action runs, each with the reason why it is needed. The guard refuses
 * everything else, now and when a newer schema brings more; and of these an action gets those that its tool declares.
 */
export const WRITE_METHODS = {
  'messages.sendMessage': 'tg_send_message: one text message to an approved chat.',
} as const satisfies Record<string, string>;

/** A method of the write list. */
export type WriteMethod = keyof typeof WRITE_METHODS;
