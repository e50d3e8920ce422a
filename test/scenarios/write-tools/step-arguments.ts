/** Steps of a conversation with a bot, as arguments of `tg_run_bot_steps`. */
export const text = (said: string) => ({ type: 'send_message', text: said });
export const click = (button_text: string, more: object = {}) => ({
  type: 'click_button',
  button_text,
  ...more,
});
export const wait = (expected = '', wait_sec = 2) => ({ type: 'wait', expect: expected, wait_sec });
