import { objectsIn } from '../fields.js';
import { todoItem } from '../todo-list.js';
import type { Translate } from './context.js';

function numbersIn(message: Parameters<Translate>[0], name: string): number[] {
  const value = message[name];
  return Array.isArray(value) ? value.filter((one): one is number => typeof one === 'number') : [];
}

/** Ticks and new tasks of to-do lists. Clients below layer 211 are told of an empty action. */
export const TODO_ACTIONS: Readonly<Record<string, Translate>> = {
  todo_completions: (message) => ({
    _: 'messageActionTodoCompletions',
    completed: numbersIn(message, 'completed'),
    incompleted: numbersIn(message, 'incompleted'),
  }),
  todo_append_tasks: (message) => ({
    _: 'messageActionTodoAppendTasks',
    list: objectsIn(message, 'items').map(todoItem),
  }),
};
