/** The emoji that anybody may react with (messages.getAvailableReactions), without variation selectors. */
export const STANDARD_REACTIONS: readonly string[] = (
  '👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 ' +
  '😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'
).split(' ');

const KNOWN = new Set(STANDARD_REACTIONS);

/** The emoji as Telegram writes it in reactions; undefined for what nobody can react with. */
export function standardReaction(emoji: string): string | undefined {
  const bare = emoji.replaceAll('\uFE0F', '');
  return KNOWN.has(bare) ? bare : undefined;
}
