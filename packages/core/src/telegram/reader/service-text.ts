import type { Api } from 'telegram';
import type { People } from './people.js';

/** What happened, in a few words, for a service message. */
export function serviceText(action: Api.TypeMessageAction, people: People): string {
  switch (action.className) {
    case 'MessageActionChatCreate':
    case 'MessageActionChannelCreate':
      return `created: ${action.title}`;
    case 'MessageActionChatEditTitle':
      return `new title: ${action.title}`;
    case 'MessageActionChatAddUser':
      return `added: ${action.users.map((id) => nameOf(String(id), people)).join(', ')}`;
    case 'MessageActionChatDeleteUser':
      return `removed or left: ${nameOf(String(action.userId), people)}`;
    case 'MessageActionTopicCreate':
      return `new topic: ${action.title}`;
    case 'MessageActionCustomAction':
      return action.message;
    default:
      return plain(action.className);
  }
}

function nameOf(id: string, people: People): string {
  return people.get(id)?.title ?? id;
}

/** `MessageActionPinMessage` as `pin message`. */
function plain(className: string): string {
  return className
    .replace(/^MessageAction/, '')
    .replaceAll(/(?<!^)([A-Z])/g, ' $1')
    .toLowerCase();
}
