import type { TlObject } from '../tl/value.js';
import type { ExportedMessage } from './export-shape.js';
import { flagIn, numberIn, objectIn, objectsIn } from './fields.js';
import { plainOrRich } from './rich-text.js';

/** TL TodoItem of a task in the file. */
export function todoItem(task: ExportedMessage): TlObject {
  return { _: 'todoItem', id: numberIn(task, 'id') ?? 0, title: withEntities(task['text']) };
}

/** The to-do list of a message; clients below layer 211 see a medium that they do not support. */
export function todoListOf(message: ExportedMessage): TlObject | undefined {
  const list = objectIn(message, 'todo_list');
  if (list === undefined) return undefined;
  return {
    _: 'messageMediaToDo',
    todo: {
      _: 'todoList',
      others_can_append: flagIn(list, 'others_can_append'),
      others_can_complete: flagIn(list, 'others_can_complete'),
      title: withEntities(list['title']),
      list: objectsIn(list, 'answers').map(todoItem),
    },
  };
}

function withEntities(value: unknown): TlObject {
  const { text, entities } = plainOrRich(value);
  return { _: 'textWithEntities', text, entities: [...entities] };
}
