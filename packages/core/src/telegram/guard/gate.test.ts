import { describe, expect, it } from 'vitest';
import { READ_METHODS } from '../read-methods.js';
import { bytesOf, refusalOf, ticketFor } from '../test-gate.js';
import { Gate, nameOf } from './gate.js';
import { tlClasses } from './method-names.js';

const READ_LIST: ReadonlySet<string> = new Set(Object.keys(READ_METHODS));

describe('a pass', () => {
  const READ = 0x4423e6c5;
  const read = (): Buffer => bytesOf(READ);
  const container = (...messages: readonly Buffer[]): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(0x73f1f8dc, 0);
    head.writeInt32LE(messages.length, 4);
    const parts = messages.map((message) => {
      const header = Buffer.alloc(16);
      header.writeInt32LE(message.length, 12);
      return Buffer.concat([header, message]);
    });
    return Buffer.concat([head, ...parts]);
  };

  it('is for exactly its bytes', () => {
    const gate = new Gate(READ_LIST);
    const bytes = read();
    const pass = gate.enter(ticketFor('messages.getHistory'), bytes);
    expect(pass.left).toBe(false);
    expect(refusalOf(() => gate.check(read(), true))).toMatchObject({ why: 'no open ticket' });
    gate.check(bytes);
    expect(pass.left).toBe(false);
    gate.check(bytes, true);
    expect(pass.left).toBe(true);
    // The library sends again what got no answer: allowed as long as the ticket is open.
    gate.check(bytes, true);
    gate.leave(pass);
    expect(refusalOf(() => gate.check(bytes, true))).toMatchObject({ why: 'no open ticket' });
  });

  it('ends with its ticket', () => {
    const gate = new Gate(READ_LIST);
    const ticket = ticketFor('messages.getHistory');
    const bytes = read();
    gate.enter(ticket, bytes);
    gate.check(bytes, true);
    ticket.open = false;
    expect(refusalOf(() => gate.check(bytes, true))).toMatchObject({ why: 'no open ticket' });
  });

  it('is not given for a ticket of another method', () => {
    const gate = new Gate(READ_LIST);
    expect(refusalOf(() => gate.enter(ticketFor('users.getUsers'), read()))).toMatchObject({
      why: 'no open ticket',
    });
  });

  it('under a grant ends with the grant', () => {
    const gate = new Gate(READ_LIST);
    const grant = { methods: new Set(['messages.sendMessage']), open: true };
    const send = tlClasses().find(({ className }) => className === 'messages.SendMessage');
    const bytes = bytesOf(send?.CONSTRUCTOR_ID ?? 0);
    const ticket = ticketFor('messages.sendMessage');
    expect(refusalOf(() => gate.enter(ticket, bytes))).toMatchObject({ why: 'not listed' });
    gate.enter(ticket, bytes, grant);
    gate.check(bytes, true);
    grant.open = false;
    expect(refusalOf(() => gate.check(bytes, true))).toEqual({
      method: 'messages.sendMessage',
      why: 'no open ticket',
    });
  });

  it('ends without another for the same bytes', () => {
    const gate = new Gate(READ_LIST);
    const bytes = read();
    const [first, second] = [1, 2].map(() => gate.enter(ticketFor('messages.getHistory'), bytes));
    if (first !== undefined) gate.leave(first);
    gate.check(bytes, true);
    expect([first?.left, second?.left]).toEqual([false, true]);
  });

  it('covers one message of a container and not its neighbours', () => {
    const gate = new Gate(READ_LIST);
    const mine = read();
    gate.enter(ticketFor('messages.getHistory'), mine);
    gate.check(container(mine, bytesOf(0x62d6b459)), true);
    expect(refusalOf(() => gate.check(container(mine, read()), true))).toMatchObject({
      why: 'no open ticket',
    });
    expect(refusalOf(() => gate.check(container(mine, container(mine)), true))).toMatchObject({
      why: 'not listed',
    });
  });

  it('is worth nothing once the gate is shut', () => {
    const gate = new Gate(READ_LIST);
    const bytes = read();
    gate.enter(ticketFor('messages.getHistory'), bytes);
    gate.shut();
    expect(refusalOf(() => gate.check(bytes, true))).toEqual({ method: 'messages.getHistory', why: 'shut' });
    expect(refusalOf(() => gate.check(bytesOf(0x7abe77ec), true))).toMatchObject({ why: 'shut' });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['half an id', Buffer.from([1, 2])],
    ['a wrapper that ends too early', Buffer.from('0d0d9bda', 'hex')],
    ['a container that promises more than it has', Buffer.from('dcf8f17305000000', 'hex')],
    ['a string that begins with 255', Buffer.from('8e9f28ddff080000' + '00'.repeat(8) + '6b18f9c4', 'hex')],
    ['a field nobody knows', Buffer.from('a95ecdc104000000' + '00'.repeat(28) + '6b18f9c4', 'hex')],
    ['a vector longer than its bytes', Buffer.from('f0b4c43d15c4b51cffffff7f', 'hex')],
  ])('is not given for %s', (_, bytes) => {
    const gate = new Gate(READ_LIST);
    expect(refusalOf(() => gate.check(bytes, true))).toMatchObject({ why: 'unreadable' });
    expect(refusalOf(() => gate.enter(ticketFor('messages.getHistory'), bytes))).toBeDefined();
  });

  it('is not given for compressed bytes', () => {
    const packed = Buffer.from('a1cf7230'.padEnd(24, '0'), 'hex');
    const refusal = refusalOf(() => new Gate(READ_LIST).check(packed, true));
    expect(refusal).toEqual({ method: '0x3072cfa1', why: 'not listed' });
  });
});

describe('the name for bytes that are refused', () => {
  it('is that of the method inside, or says that there is none', () => {
    expect(nameOf(bytesOf(0x4423e6c5))).toBe('messages.getHistory');
    expect(nameOf(Buffer.alloc(2))).toBe('bytes that are no request');
  });
});
