import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AuthKeys } from './auth-keys.js';
import { Handshake } from './handshake.js';

const nonce = new Uint8Array(randomBytes(16));

function handshake(): Handshake {
  return new Handshake(new AuthKeys(), 2, Date.now);
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

describe('a handshake', () => {
  it('may begin anew at any time on one connection', () => {
    const server = handshake();
    const [first, second] = [
      server.answer({ _: 'req_pq_multi', nonce }),
      server.answer({ _: 'req_pq_multi', nonce }),
    ];
    expect(first['server_nonce']).not.toEqual(second['server_nonce']);
    expect(Buffer.from(first['pq'] as Uint8Array).toString('hex')).toBe('17ed48941a08f981');
  });

  it('refuses steps out of order, other nonces, wrong factors and another key', () => {
    const server = handshake();
    const step = { _: 'req_DH_params', nonce, server_nonce: nonce, encrypted_data: new Uint8Array(256) };
    expect(() => server.answer(step)).toThrow('req_DH_params came before req_pq');
    const { server_nonce } = server.answer({ _: 'req_pq', nonce });
    expect(() => server.answer(step)).toThrow('carries other nonces');
    const right = { ...step, server_nonce, p: bytes('494c553b'), q: bytes('53911073') };
    expect(() => server.answer({ ...right, p: bytes('01') })).toThrow('not the factors');
    expect(() => server.answer({ ...right, public_key_fingerprint: 1n })).toThrow('another key');
    expect(() => server.answer({ _: 'set_client_DH_params', nonce, server_nonce })).toThrow(
      'before req_DH_params',
    );
    expect(() => server.answer({ _: 'ping', ping_id: 1n })).toThrow('no step of a handshake');
  });
});
