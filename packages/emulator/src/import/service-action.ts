import type { TlObject } from '../tl/value.js';
import { BOT_ACTIONS } from './actions/bot-actions.js';
import { CALL_ACTIONS } from './actions/call-actions.js';
import type { ActionContext, Translate } from './actions/context.js';
import { GROUP_ACTIONS } from './actions/group-actions.js';
import { PAYMENT_ACTIONS } from './actions/payment-actions.js';
import { TODO_ACTIONS } from './actions/todo-actions.js';
import type { ExportedMessage } from './export-shape.js';
import { stringIn } from './fields.js';

/** Telegram Desktop's action names and TL's. */
const ACTIONS: Readonly<Record<string, Translate>> = {
  ...GROUP_ACTIONS,
  ...CALL_ACTIONS,
  ...BOT_ACTIONS,
  ...PAYMENT_ACTIONS,
  ...TODO_ACTIONS,
};

/** A TL MessageAction for a service message; an action without one of its own is told in words. */
export function actionOf(message: ExportedMessage, context: ActionContext): TlObject {
  const name = stringIn(message, 'action') ?? 'unknown';
  const own = stringIn(message, 'information_text');
  if (own !== undefined) return { _: 'messageActionCustomAction', message: own };
  return (
    ACTIONS[name]?.(message, context) ?? { _: 'messageActionCustomAction', message: inWords(message, name) }
  );
}

function inWords(message: ExportedMessage, name: string): string {
  const who = stringIn(message, 'actor') ?? 'Somebody';
  const whom: unknown = message['members'];
  const rest = Array.isArray(whom) ? `: ${whom.filter((one) => typeof one === 'string').join(', ')}` : '';
  return `${who}: ${name.replaceAll('_', ' ')}${rest}`;
}
