import type { TlObject } from '../tl/value.js';
import { longIn } from './actions/context.js';
import type { ExportedMessage } from './export-shape.js';
import { numberIn, objectIn, stringIn } from './fields.js';

/** The game of a message. Its short name is in the link, where the file has one. */
export function gameOf(message: ExportedMessage): TlObject | undefined {
  const title = stringIn(message, 'game_title');
  if (title === undefined) return undefined;
  return {
    _: 'messageMediaGame',
    game: {
      _: 'game',
      id: longIn(message, 'id'),
      access_hash: 0n,
      short_name: gameLinkOf(message)?.shortName ?? '',
      title,
      description: stringIn(message, 'game_description') ?? '',
      photo: { _: 'photoEmpty', id: 0n },
    },
  };
}

/** Which bot's game a link names: `https://t.me/BOT?game=NAME`. */
export function gameLinkOf(message: ExportedMessage): { bot: string; shortName: string } | undefined {
  const link = stringIn(message, 'game_link');
  if (link === undefined) return undefined;
  const [, bot, shortName] = /\/(\w+)\?game=([\w-]+)$/u.exec(link) ?? [];
  return bot === undefined || shortName === undefined ? undefined : { bot, shortName };
}

/** The invoice of a message; some versions write it as a string of JSON. */
export function invoiceOf(message: ExportedMessage): TlObject | undefined {
  const invoice = objectIn(message, 'invoice_information') ?? parsed(message['invoice_information']);
  if (invoice === undefined) return undefined;
  return {
    _: 'messageMediaInvoice',
    title: stringIn(invoice, 'title') ?? '',
    description: stringIn(invoice, 'description') ?? '',
    receipt_msg_id: numberIn(invoice, 'receipt_message_id'),
    currency: stringIn(invoice, 'currency') ?? '',
    total_amount: longIn(invoice, 'amount'),
    start_param: '',
  };
}

function parsed(value: unknown): ExportedMessage | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    const read: unknown = JSON.parse(value);
    return typeof read === 'object' && read !== null ? (read as ExportedMessage) : undefined;
  } catch {
    return undefined; // Words in place of an invoice: the message keeps its text.
  }
}
