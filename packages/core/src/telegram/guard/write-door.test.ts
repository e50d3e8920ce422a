import { describe, expect, it } from 'vitest';
import type { Telegram } from '../telegram.js';
import { addWriteDoor, writeDoorOf, type GrantedCall } from './write-door.js';

describe('the door for writes', () => {
  it('is of the account that it was given to, and of no other', () => {
    const [writing, reading] = [{} as Telegram, {} as Telegram];
    const door: GrantedCall = () => Promise.reject(new Error('not called here'));
    addWriteDoor(writing, door);
    expect(writeDoorOf(writing)).toBe(door);
    expect(writeDoorOf(reading)).toBeUndefined();
  });
});
