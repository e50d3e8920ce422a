import { expect, it } from 'vitest';
import { TRANSPORT } from './transport-methods.js';

it('lets six methods keep a connection, each by its id and for a reason', () => {
  expect([...TRANSPORT.keys()]).toEqual([
    0x62d6b459, 0x04deb57d, 0x7abe77ec, 0xf3427b8c, 0x9299359f, 0xc4f9186b,
  ]);
  for (const reason of TRANSPORT.values()) expect(reason).toMatch(/^[\w.]+: .{8}/);
});
