import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { telegram } from './library.js';

describe('the client library', () => {
  const looked = vi.fn();
  const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  beforeEach(() => {
    Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: looked });
  });
  afterEach(() => {
    if (before === undefined) Reflect.deleteProperty(globalThis, 'localStorage');
    else Object.defineProperty(globalThis, 'localStorage', before);
  });

  it('is loaded without a look at the web storage, which is there again afterwards', () => {
    expect(telegram().Api).toBeDefined();
    expect(looked).not.toHaveBeenCalled();
    void Reflect.get(globalThis, 'localStorage');
    expect(looked).toHaveBeenCalledOnce();
  });
});
