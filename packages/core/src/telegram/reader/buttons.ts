import type { Api } from 'telegram';
import type { MessageRecord } from '../../tools/records.js';

type ButtonRecord = NonNullable<MessageRecord['buttons']>[number];

/** The buttons under a message, or those of the keyboard that it brings, row by row. Nothing here presses one. */
export function buttonsOf(markup: Api.TypeReplyMarkup | null | undefined): ButtonRecord[] | undefined {
  if (markup === undefined || markup === null || !('rows' in markup)) return undefined;
  return markup.rows.flatMap(({ buttons }, row) =>
    buttons.map((button, col) => ({
      row,
      col,
      text: button.text,
      kind: kindOf(button),
      ...('url' in button ? { url: button.url } : {}),
      ...(button.className === 'KeyboardButtonCallback'
        ? { data_b64: Buffer.from(button.data).toString('base64') }
        : {}),
    })),
  );
}

/**
 * `KeyboardButtonSwitchInline` as `switch_inline`; a button of a keyboard, which sends its text, is `text`; one that asks
 * for the password of the account is `callback_password`.
 */
function kindOf(button: Api.TypeKeyboardButton): string {
  if (button.className === 'KeyboardButtonCallback' && button.requiresPassword === true)
    return 'callback_password';
  const bare = button.className.replace(/^(Input)?KeyboardButton/, '');
  return bare === '' ? 'text' : bare.replaceAll(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
}
