import { describe, expect, it } from 'vitest';
import { isSecretName } from './secret-names.js';

const KEYS = [
  'pem',
  'key',
  'p8',
  'p12',
  'pfx',
  'ppk',
  'jks',
  'keystore',
  'kdb',
  'kdbx',
  'ovpn',
  'gpg',
  'asc',
];
const WORDS = ['credentials', 'secret', 'secrets', 'password', 'passwords', 'shadow', 'passwd'];

describe('a name', () => {
  it.each([
    'ann.session',
    'ann.session-journal',
    'ann.session.bak',
    'my.Session',
    'env',
    'ENV',
    '.env',
    'prod.env',
    '.env.local',
    'id_rsa',
    'id_dsa.pub',
    'id_ecdsa',
    'ID_ED25519',
    ...KEYS.map((end) => `mine.${end}`),
    'mine.wallet',
    ...WORDS,
    ...WORDS.map((word) => `${word}.json`),
    'authorized_keys',
    'known_hosts',
    'Known_Hosts.old1',
  ])('%s is a secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'sessions.txt',
    'session notes.txt',
    'a.sessions',
    'environment.md',
    'env.txt',
    'my env',
    'my.environment',
    'grid_rsa.txt',
    'monkey',
    'keys.md',
    'a.keyboard',
    'mine.pemx',
    'passwords of kings.txt',
    'my passwords',
    'secretsanta.png',
    'shadow.tar.gz',
    'plan.txt',
  ])('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
