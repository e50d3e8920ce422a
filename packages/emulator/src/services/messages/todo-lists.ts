/* To-do lists (core.telegram.org/api/todo): what is done is told by an edit and by a service message below the list. */
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { PeerRef, WorldMessage, WorldTask, WorldTodo } from '../../world/model.js';
import { flagOf, numberOf, numbersOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { checkMayWrite } from '../common/rights.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { announce, countChange, wrapUpdates } from '../updates/deliver.js';
import { write } from './write.js';
import { messageSeen } from '../common/seen-message.js';

/** How many tasks a list has at most, and how long titles may be (help.getAppConfig, todo_*). */
const MOST = 30;
const TITLE_LENGTH = 32;
const TASK_LENGTH = 64;

function textIn(owner: TlObject): TlObject {
  const title = objectOf(owner, 'title');
  const limit = owner._ === 'todoItem' ? TASK_LENGTH : TITLE_LENGTH;
  const length = title === undefined ? 0 : textOf(title, 'text').trim().length;
  if (title === undefined || length === 0 || length > limit) throw badRequest('MEDIA_INVALID');
  return title;
}

function tasksOf(items: readonly TlObject[], known: readonly WorldTask[]): WorldTask[] {
  if (items.length === 0) throw badRequest('TODO_ITEMS_EMPTY');
  const tasks = items.map((item) => ({ id: numberOf(item, 'id'), title: textIn(item) }));
  const ids = [...known, ...tasks].map(({ id }) => id);
  if (new Set(ids).size < ids.length || tasks.some(({ id }) => id < 1))
    throw badRequest('TODO_ITEM_DUPLICATE');
  if (ids.length > MOST) throw badRequest('MEDIA_INVALID');
  return tasks;
}

/** The list that an inputMediaTodo makes. Throws PREMIUM_ACCOUNT_REQUIRED, MEDIA_INVALID, TODO_ITEMS_EMPTY, TODO_ITEM_DUPLICATE. */
export function inputTodo(viewer: Viewer, input: TlObject): WorldTodo {
  if (viewer.world.users.get(viewer.id)?.premium !== true) throw forbidden('PREMIUM_ACCOUNT_REQUIRED');
  const list = objectOf(input, 'todo');
  if (list === undefined) throw badRequest('MEDIA_INVALID');
  return {
    kind: 'todo',
    title: textIn(list),
    items: tasksOf(objectsOf(list, 'list'), []),
    othersCanAppend: flagOf(list, 'others_can_append'),
    othersCanComplete: flagOf(list, 'others_can_complete'),
    completions: new Map(),
  };
}

function todoIn(viewer: Viewer, request: TlObject, right: 'othersCanAppend' | 'othersCanComplete') {
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const message = messageSeen(viewer, peer, numberOf(request, 'msg_id'));
  if (message?.media?.kind !== 'todo') throw badRequest('MESSAGE_ID_INVALID');
  checkMayWrite(viewer, peer, undefined);
  const todo = message.media;
  if (message.author !== viewer.id && !todo[right]) throw forbidden('MESSAGE_AUTHOR_REQUIRED');
  return { peer, message, todo };
}

function change(
  call: CallContext,
  viewer: Viewer,
  place: { readonly peer: PeerRef; readonly message: WorldMessage },
  media: WorldTodo,
  action: TlObject,
): TlObject {
  const { peer, message } = place;
  message.media = media;
  countChange(call, message);
  const edited = announce(call, viewer, message, 'Edit');
  const { update } = write(call, viewer, {
    peer,
    from: viewer.id,
    author: viewer.id,
    owner: viewer.id,
    date: viewer.now,
    action,
    replyTo: message,
  });
  return wrapUpdates(viewer, [edited, update]);
}

function toggleCompleted(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const place = todoIn(viewer, request, 'othersCanComplete');
  const { todo } = place;
  const known = new Set(todo.items.map(({ id }) => id));
  const completed = numbersOf(request, 'completed').filter((id) => !todo.completions.has(id));
  const incompleted = numbersOf(request, 'incompleted').filter((id) => todo.completions.has(id));
  if (completed.some((id) => !known.has(id))) throw badRequest('MESSAGE_ID_INVALID');
  if (completed.length + incompleted.length === 0) throw badRequest('TODO_NOT_MODIFIED');
  const completions = new Map(todo.completions);
  for (const id of incompleted) completions.delete(id);
  for (const id of completed) completions.set(id, { by: { kind: 'user', id: viewer.id }, date: viewer.now });
  const action = { _: 'messageActionTodoCompletions', completed, incompleted };
  return change(call, viewer, place, { ...todo, completions }, action);
}

function appendTasks(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const place = todoIn(viewer, request, 'othersCanAppend');
  const { todo } = place;
  const tasks = tasksOf(objectsOf(request, 'list'), todo.items);
  const list = tasks.map(({ id, title }) => ({ _: 'todoItem', id, title }));
  const action = { _: 'messageActionTodoAppendTasks', list };
  return change(call, viewer, place, { ...todo, items: [...todo.items, ...tasks] }, action);
}

/** Ticking tasks off, and adding some. */
export const todoListsHandlers: Handlers = {
  'messages.toggleTodoCompleted': toggleCompleted,
  'messages.appendTodoList': appendTasks,
};
