import { describe, expect, it } from 'vitest';
import { methodName, tlClasses, tlName } from './method-names.js';

describe('the name of a method', () => {
  it('comes from the schema, in the way in which Telegram writes it', () => {
    expect(methodName(0x4423e6c5)).toBe('messages.getHistory');
    expect(methodName(0xc4f9186b)).toBe('help.getConfig');
    expect(methodName(0x7abe77ec)).toBe('ping');
  });

  it('is its id in hex for what the schema does not have, and for what is no method', () => {
    expect(methodName(0x2)).toBe('0x00000002');
    const type = tlClasses().find((tl) => tl.className === 'InputPeerSelf');
    expect(type?.classType).toBe('constructor');
    expect(methodName((type?.CONSTRUCTOR_ID ?? 0) >>> 0)).toBe('0x7da07ec9');
  });

  it.each([
    ['messages.GetHistory', 'messages.getHistory'],
    ['Ping', 'ping'],
    ['help.GetConfig', 'help.getConfig'],
  ])('%s of the library is %s', (className, name) => expect(tlName(className)).toBe(name));
});

describe('the classes of the schema', () => {
  it('are those of every name space, methods and types', () => {
    const names = tlClasses().map(({ className }) => className);
    for (const name of ['Ping', 'InputPeerSelf', 'messages.GetHistory', 'messages.Messages'])
      expect(names).toContain(name);
    expect(tlClasses().every(({ CONSTRUCTOR_ID: id }) => Number.isInteger(id))).toBe(true);
  });
});
