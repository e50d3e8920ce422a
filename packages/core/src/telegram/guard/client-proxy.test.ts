import { describe, expect, it } from 'vitest';
import { withoutWriting } from './client-proxy.js';

/** A client that keeps what only it can reach, as the library's does. */
class Counting {
  #calls = 0;
  note = '';

  get calls(): number {
    return this.#calls;
  }

  count(): number {
    this.#calls += 1;
    return this.#calls;
  }

  async invoke(): Promise<number> {
    return this.count();
  }
}

describe('a client without its writing members', () => {
  it('rejects them by name, and nothing of them has run', async () => {
    const client = new Counting();
    const guarded = withoutWriting(client, new Set(['invoke']));
    await expect(guarded.invoke()).rejects.toMatchObject({
      name: 'GuardRefusal',
      method: 'client.invoke',
      why: 'not listed',
      message: 'client.invoke may not be sent: not listed',
    });
    expect(client.calls).toBe(0);
  });

  it('is the client in all else, for whom reads, calls and sets', () => {
    const client = new Counting();
    const guarded = withoutWriting(client, new Set(['invoke']));
    const { count } = guarded;
    expect(count()).toBe(1);
    expect(guarded.calls).toBe(1);
    guarded.note = 'seen';
    expect(client.note).toBe('seen');
    expect(Object.prototype.toString.call(guarded)).toBe('[object Object]');
  });
});
