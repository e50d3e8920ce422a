/**
 * Sent to read, too, but only where TG_READ_TAKEOUT is on: an export that Telegram knows about (a takeout session,
 * core.telegram.org/api/takeout). Telegram tells the person on all devices when one begins, so it is theirs to allow.
 */
export const TAKEOUT_METHODS = {
  'account.initTakeoutSession': 'Begins an export; the person is told of it on all devices.',
  'account.finishTakeoutSession': 'Ends the export.',
  invokeWithTakeout: 'Says that a call belongs to the export; what is inside must be listed by itself.',
  invokeWithMessagesRange:
    'Keeps a call within one range of message ids, as an export goes from one to the next.',
  'contacts.getSaved': 'The phone book as it was uploaded; answered within an export only.',
  'messages.getSplitRanges':
    'Ranges of message ids by which an export may go; answered within an export only.',
} as const satisfies Record<string, string>;
