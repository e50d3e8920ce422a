import { describe, expect, it } from 'vitest';
import { parseProxy } from './proxy.js';

const SECRET = '0123456789abcdef0123456789abcdef';

describe('the URL of a proxy', () => {
  it.each([
    ['socks5://127.0.0.1:1080', { ip: '127.0.0.1', port: 1080, socksType: 5 }],
    ['socks5://proxy.example', { ip: 'proxy.example', port: 1080, socksType: 5 }],
    ['socks4://[::1]:9050', { ip: '::1', port: 9050, socksType: 4 }],
    ['socks5://me:p%40ss@h:1', { ip: 'h', port: 1, socksType: 5, username: 'me', password: 'p@ss' }],
    [`tg://proxy?server=h&port=443&secret=${SECRET}`, { ip: 'h', port: 443, secret: SECRET, MTProxy: true }],
    [
      `https://t.me/proxy?server=1.2.3.4&port=88&secret=dd${SECRET}`,
      { ip: '1.2.3.4', port: 88, secret: `dd${SECRET}`, MTProxy: true },
    ],
  ])('%s is read', (url, proxy) => expect(parseProxy(url)).toEqual(proxy));

  it.each([
    '',
    'nonsense',
    'http://proxy.example:3128',
    'socks5://h:0',
    'socks5://h:1/path',
    'tg://proxy?server=h&port=443',
    `tg://proxy?server=h&port=443&secret=ee${SECRET}`,
    `https://t.me/other?server=h&port=443&secret=${SECRET}`,
    'tg://proxy?server=h&port=443&secret=short',
  ])('%j is none', (url) => expect(parseProxy(url)).toBeUndefined());
});
