import { isDeepStrictEqual } from 'node:util';
import type { TlObject } from '../../tl/value.js';
import type { WorldMessage } from '../../world/model.js';
import { bytesOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { badRequest } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** The bytes of callback data at most. */
const MAX_DATA = 64;

/**
 * The keyboard that a bot's account gives a message; what people give is ignored, as on Telegram. Throws
 * REPLY_MARKUP_INVALID, BUTTON_DATA_INVALID, BUTTON_URL_INVALID, BUTTON_USER_INVALID.
 */
export function givenMarkup(viewer: Viewer, request: TlObject): TlObject | undefined {
  const markup = objectOf(request, 'reply_markup');
  if (markup === undefined || !isBot(viewer)) return undefined;
  if (!['replyInlineMarkup', 'replyKeyboardMarkup'].includes(markup._)) return markup;
  const rows = objectsOf(markup, 'rows').map((row) => ({
    ...row,
    buttons: objectsOf(row, 'buttons').map((button) => checked(viewer, button)),
  }));
  if (rows.some(({ buttons }) => buttons.length === 0)) throw badRequest('REPLY_MARKUP_INVALID');
  return { ...markup, rows };
}

/** Gives a message that a bot edits the keyboard of the request, or none; false when it had the same before. */
export function changeMarkup(viewer: Viewer, request: TlObject, message: WorldMessage): boolean {
  if (!isBot(viewer)) return false;
  const markup = givenMarkup(viewer, request);
  if (isDeepStrictEqual(markup, message.replyMarkup)) return false;
  if (markup === undefined) delete message.replyMarkup;
  else message.replyMarkup = markup;
  return true;
}

function isBot(viewer: Viewer): boolean {
  return viewer.world.users.get(viewer.id)?.bot === true;
}

function checked(viewer: Viewer, button: TlObject): TlObject {
  switch (button._) {
    case 'keyboardButtonCallback': {
      const size = bytesOf(button, 'data').length;
      if (size === 0 || size > MAX_DATA) throw badRequest('BUTTON_DATA_INVALID');
      return button;
    }
    case 'keyboardButtonUrl':
      if (!URL.canParse(textOf(button, 'url'))) throw badRequest('BUTTON_URL_INVALID');
      return button;
    case 'inputKeyboardButtonUserProfile': {
      const user = inputUser(viewer, objectOf(button, 'user_id'), 'BUTTON_USER_INVALID');
      return { _: 'keyboardButtonUserProfile', text: textOf(button, 'text'), user_id: user.id };
    }
    default:
      return button;
  }
}
