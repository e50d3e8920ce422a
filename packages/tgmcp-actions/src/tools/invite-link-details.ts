/** What a person sees of an invite link, and of what is to become of it. */
import { inviteHash, shownLink } from '../actions/invite-hash.js';
import type { Detail } from '../gates/spec.js';
import type { InviteLink, LinkChange } from '../telegram/writer/invite-links.js';

/** Whether a link has everything that it was to be given. */
export function hasAll(link: InviteLink, change: LinkChange): boolean {
  return Object.entries(change).every(([field, value]) => link[field as keyof LinkChange] === value);
}

/** What is given, and no more. */
export function present(change: LinkChange): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(change).flatMap(([field, value]) =>
      value === undefined ? [] : [[field, value] as const],
    ),
  );
}

/** What a link is given. */
export function changeDetails({ title, expires, usage_limit, request_needed }: LinkChange): Detail[] {
  return [
    ...(title === undefined ? [] : [{ label: 'Name of the link', text: title }]),
    ...(expires === undefined ? [] : [{ label: 'Expires', text: when(expires) }]),
    ...(usage_limit === undefined ? [] : [{ label: 'People who may join by it', text: amount(usage_limit) }]),
    ...(request_needed === undefined
      ? []
      : [
          { label: 'Admission', text: request_needed ? 'an admin lets each one in' : 'everybody who has it' },
        ]),
  ];
}

/** A link as it is now. */
export function linkDetail(
  link: string,
  { title = '', usage, expires = 0, usage_limit = 0, revoked }: InviteLink,
): Detail {
  const facts = [`${usage} joined by it`, `of ${amount(usage_limit)}`, `expires ${when(expires)}`];
  return {
    label: `Link ${shownLink(inviteHash(link) ?? '')}`,
    text: [...(title === '' ? [] : [title]), ...facts, ...(revoked ? ['revoked already'] : [])].join(', '),
  };
}

function when(expires: number): string {
  return expires === 0 ? 'never' : new Date(expires * 1000).toISOString();
}

function amount(limit: number): string {
  return limit === 0 ? 'any number' : String(limit);
}
