/*
 * The RSA key pair the emulator answers handshakes with. TEST ONLY: it is public, so nothing that trusts it may ever
 * talk to a real service. It is fixed because making one takes ten times as long as starting the rest.
 */
import { constants, createPrivateKey, createPublicKey, privateDecrypt } from 'node:crypto';
import { TlWriter } from '../tl/writer.js';
import { igeDecrypt, sha1, sha256, xor } from './crypto.js';

const TEST_ONLY_PRIVATE_KEY = `
-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEAvnor2eH/XsGPjkrC3c6nKRPdlIrdaTbDFRJySZ5zk0k4YldG
9MX0JrLlNWwyMJ5K/RiJA76IRsjVZIj1L6Jpmc3UrsK5y/4tOgEkIJhZPqx00TRL
vksdRhEZuh5Y3HOQdw5nvOQMKPQynnpw0a0E/HjClxTuCMXCGiJ2rZVWVqYFfm9D
vRNLT+qDNK9p7dyvs+JiH9P+7wnyQSwVriZoAGKFxLmj+ZSnp3y6yLF9/0LTNcQn
LQqjpcGIjLb69k3uU82Obp1wYnSpPyjqSVyhTov5LVlBxLAWYbgWyWeVKGVMvUYG
ndYJbAolTynMKGIyty9fpoh82ndV9j2nXI7wNQIDAQABAoIBACHFYGv3fULsF4s3
ZxhTcODAFGunOT1Tx7+/LwMtdDlbZINPDRYN2M1Zr3jKz5U+I3Z/OJ+w0tGV/vud
qrcA2S87Rqebf7ySuqsLk7+xszUA94818e3xvGV1V7XfdorTdHwfUjYzypIiRa1C
cSlDv1wR/xIxVEi640Cl9putHAstgqvsdpMWCr2aTvTHqEUhwtNq9D2uOWF9su5j
Yjmz3JRGpSCOzzisFj6AYfRZueyUA70UEB1JrBKu0kskmx7p3PaSc8oLnUXoQVw3
mmS6ENxbuPICWZe9ohUIp+qJR67FgGTTcvtdvag19Eo26L8ZPX+oIM8fbTTrZH0T
rQG8yNECgYEA8msaHBgan2QkFYS4XJNDIzoo5qh/6B6qSgTYXeHTPK3jvo87fhGu
Ydk75U6a0ca40L/G5KsfasD3dpfe1EbA28bTanStW8iG7yaZVyk/BV+wMzgXtwt7
hNbUbT5oNYkce57uICp+rm0aLpTtCLmfAP5ifFGy6hzwgObnU2/VfA0CgYEAySYZ
0qqK+nj/qobOkUCwh2pLyCUxt8vpEnBLHKtfzF9j1dKalcugMOJo4L24/KcYv1xQ
wa3YHNQGfkQjtCyjQBTDAjk0YioJ8aZqCncTmszRPD4LArfmhjm360KNYCC3zI/M
3GWkuye/wgX9YN9mqHF1SjFkBj8Bkvyg5J8OMskCgYBHpwaJpUpBMI1F2vvPSSu/
/tHWE5ny1xWIWVRGs5gHSHKXgaiZA8riWx5MEebK+IzqDrVQI5BesniykgMoBV29
2E/nGGOhTG0txN/wFl3tTbI8AWlpDjjNM96IB7kvkb5cf8ZstYLKNa9Wc2h4er0X
wxkDG/bhIfqobxeS3uxgBQKBgCGLMgk4mX6ViQU1/+KnKAkdB9Azq6vb3F1PzqbU
SWB6k9qHiXHriCY+y4CXAu9XKkBXM7xosj50eTS7Rjz4qKy6CZ8oTP0Fx6y9tLdU
DjflagsiyZFFe7LskygvbAYYzq3VWTNz29m+EjNX7l4mQydZ7FZYEDcecLPDX01g
3OxJAoGBALBvkCntN60tp4e+kYagcIAuOkE1UXyVSS4lOoQZGNfRqz63M87i8hrY
0gsZYDx+CKbItamkw2BInN0tRt7TkD1qHnXrgSNayvqlxbLNddURD1WsIBNfhk+v
PDarXw235qYISsLOPbg5DM90/O6M/CzOvjZEPTCQIogh9SO5655r
-----END RSA PRIVATE KEY-----
`;

const key = createPrivateKey(TEST_ONLY_PRIVATE_KEY);

/** The public half as clients need it: hexadecimal modulus, exponent, signed 64-bit fingerprint in decimal. */
export interface PublicKey {
  readonly n: string;
  readonly e: number;
  readonly fingerprint: string;
}

/** The emulator's public key as PEM (PKCS #1). */
export function publicKeyPem(): string {
  return createPublicKey(key).export({ type: 'pkcs1', format: 'pem' }).toString();
}

/** The emulator's public key. */
export const testPublicKey: PublicKey = publicKey();

function publicKey(): PublicKey {
  const jwk = key.export({ format: 'jwk' });
  const n = Buffer.from(String(jwk['n']), 'base64url');
  const e = Buffer.from(String(jwk['e']), 'base64url');
  const writer = new TlWriter();
  writer.bytes(n);
  writer.bytes(e);
  const fingerprint = sha1(writer.finish()).readBigInt64LE(12);
  return { n: n.toString('hex'), e: e.readUIntBE(0, e.length), fingerprint: fingerprint.toString() };
}

/**
 * The p_q_inner_data inside `encrypted_data`, with its padding behind it: RSA_PAD as clients do now, or the hashed form
 * of older ones (core.telegram.org/mtproto/auth_key). Undefined when it is neither.
 */
export function openHandshakeData(encrypted: Uint8Array): Uint8Array | undefined {
  // As a number it must be below the modulus.
  if (encrypted.length !== 256 || Buffer.from(encrypted).toString('hex') >= testPublicKey.n) return undefined;
  const plain = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted);
  return openPadded(plain) ?? openHashed(plain);
}

function openPadded(plain: Buffer): Uint8Array | undefined {
  const body = plain.subarray(32);
  const tempKey = xor(plain.subarray(0, 32), sha256(body));
  const opened = igeDecrypt(body, tempKey, Buffer.alloc(32));
  const data = opened.subarray(0, 192).toReversed();
  return sha256(tempKey, data).equals(opened.subarray(192)) ? data : undefined;
}

function openHashed(plain: Buffer): Buffer | undefined {
  const data = plain.subarray(21);
  // The hash covers the data without its padding, whose length only the data itself tells.
  for (let size = data.length & ~3; size > 0; size -= 4) {
    if (sha1(data.subarray(0, size)).equals(plain.subarray(1, 21))) return data;
  }
  return undefined;
}
