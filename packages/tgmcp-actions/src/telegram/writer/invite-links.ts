/** The invite links of a chat: making, changing, revoking. See core.telegram.org/api/invites. */
import { done, telegramLibrary, type Outcome, type ResolvedPeer, type TelegramCaller } from '@tgmcp/core';
import type { Api } from 'telegram';
import { rpcOf, type Writer } from './writer.js';

/** What a link is given; what is absent stays as it is. */
export interface LinkChange {
  readonly title?: string | undefined;
  /** Unix seconds; 0 for never. */
  readonly expires?: number | undefined;
  /** How many people may join by it; 0 for any number. */
  readonly usage_limit?: number | undefined;
  /** Whether an admin lets in each who comes by it. */
  readonly request_needed?: boolean | undefined;
}

/** A link. Whoever has its address can join. */
export interface InviteLink extends LinkChange {
  readonly link: string;
  readonly revoked: boolean;
  /** When it was made, Unix seconds. */
  readonly date: number;
  /** How many joined by it. */
  readonly usage: number;
}

/** Makes a link. */
export async function makeLink(
  writer: Writer,
  caller: TelegramCaller,
  chat: ResolvedPeer,
  change: LinkChange,
): Promise<Outcome<InviteLink | undefined>> {
  const { Api } = telegramLibrary();
  const made = await writer.peers.withPeer(chat, (peer) =>
    caller.call(new Api.messages.ExportChatInvite({ peer, ...fieldsOf(change) })),
  );
  return made.ok ? done(linkOf(made.value)) : made;
}

/** Changes or revokes a link. Of a permanent one that is revoked there is a new one, which is returned. */
export async function changeLink(
  writer: Writer,
  caller: TelegramCaller,
  chat: ResolvedPeer,
  { link, revoke, ...change }: LinkChange & { readonly link: string; readonly revoke: boolean },
): Promise<Outcome<InviteLink | undefined>> {
  const { Api } = telegramLibrary();
  const changed = await writer.peers.withPeer(chat, (peer) =>
    caller.call(
      new Api.messages.EditExportedChatInvite({
        peer,
        link,
        ...(revoke ? { revoked: true } : fieldsOf(change)),
      }),
    ),
  );
  if (!changed.ok) return changed;
  const { value } = changed;
  return done(
    linkOf(value.className === 'messages.ExportedChatInviteReplaced' ? value.newInvite : value.invite),
  );
}

/** A link as it is now; undefined when the chat has none such. Changes nothing. */
export async function linkNow(
  writer: Writer,
  chat: ResolvedPeer,
  link: string,
): Promise<Outcome<InviteLink | undefined>> {
  const { Api } = telegramLibrary();
  const found = await writer.peers.withPeer(chat, (peer) =>
    writer.look(new Api.messages.GetExportedChatInvite({ peer, link })),
  );
  if (!found.ok) return rpcOf(found)?.startsWith('INVITE_HASH_') === true ? done(undefined) : found;
  return done(linkOf(found.value.invite));
}

const NEWEST = 50;

/** The newest own links of a chat that are not revoked. Changes nothing. */
export async function ownLinks(writer: Writer, chat: ResolvedPeer): Promise<Outcome<InviteLink[]>> {
  const { Api } = telegramLibrary();
  const adminId = new Api.InputUserSelf();
  const found = await writer.peers.withPeer(chat, (peer) =>
    writer.look(new Api.messages.GetExportedChatInvites({ peer, adminId, limit: NEWEST })),
  );
  if (!found.ok) return found;
  return done(found.value.invites.flatMap((invite) => linkOf(invite) ?? []));
}

function fieldsOf({ title, expires, usage_limit, request_needed }: LinkChange) {
  return {
    ...(title === undefined ? {} : { title }),
    ...(expires === undefined ? {} : { expireDate: expires }),
    ...(usage_limit === undefined ? {} : { usageLimit: usage_limit }),
    ...(request_needed === undefined ? {} : { requestNeeded: request_needed }),
  };
}

function linkOf(invite: Api.TypeExportedChatInvite): InviteLink | undefined {
  if (invite.className !== 'ChatInviteExported') return undefined;
  const { link, date, title, expireDate, usageLimit, usage } = invite;
  return {
    link,
    date,
    revoked: invite.revoked === true,
    // The client library gives null for an absent field, whatever its types say.
    title: title ?? '',
    expires: expireDate ?? 0,
    usage_limit: usageLimit ?? 0,
    request_needed: invite.requestNeeded === true,
    usage: usage ?? 0,
  };
}
