import type { Api } from 'telegram';
import type { MessageRecord } from '../../tools/records.js';

type ButtonRecord = NonNullable<MessageRecord['buttons']>[number];

/** The inline buttons under a message, row by row. Nothing here presses one. */
export function buttonsOf(markup: Api.TypeReplyMarkup | null | undefined): ButtonRecord[] | undefined {
  if (markup === undefined || markup === null || markup.className !== 'ReplyInlineMarkup') return undefined;
  return markup.rows.flatMap(({ buttons }, row) =>
    buttons.map((button, col) => {
      const base = { row, col, text: button.text, kind: kindOf(button) };
      if (button.className === 'KeyboardButtonUrl') return { ...base, url: button.url };
      if (button.className === 'KeyboardButtonCallback')
        return { ...base, data_b64: Buffer.from(button.data).toString('base64') };
      return base;
    }),
  );
}

/** `KeyboardButtonSwitchInline` as `switch_inline`. */
function kindOf(button: Api.TypeKeyboardButton): string {
  const bare = button.className.replace(/^(Input)?KeyboardButton/, '');
  return bare === '' ? 'text' : bare.replaceAll(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
}
