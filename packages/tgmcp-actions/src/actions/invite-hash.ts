// The forms of invite links: core.telegram.org/api/links#chat-invite-links.
const WEB_LINK =
  /^(?:https?:\/\/)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)\/(?:\+|joinchat\/)(?<hash>[\w-]{16,32})\/?$/i;
const APP_LINK = /^tg:(?:\/\/)?join\/?\?invite=(?<hash>[\w-]{16,32})$/i;

/** The hash in an invite link, which opens its chat to whoever has it; undefined for anything else. */
export function inviteHash(text: string): string | undefined {
  const link = text.trim();
  return (WEB_LINK.exec(link) ?? APP_LINK.exec(link))?.groups?.['hash'];
}

/** So much of a link as lets a person recognise it, and nobody use it. */
export function shownLink(hash: string): string {
  return `t.me/+${hash.slice(0, 4)}…`;
}
