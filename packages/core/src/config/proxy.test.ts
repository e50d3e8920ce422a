import { describe, expect, it } from 'vitest';
import { parseProxy } from './proxy.js';

const SECRET = '0123456789abcdef0123456789abcdef';

describe('the URL of a proxy', () => {
  it.each([
    ['socks5://127.0.0.1:1080', { ip: '127.0.0.1', port: 1080, socksType: 5 }],
    ['socks5://proxy.example', { ip: 'proxy.example', port: 1080, socksType: 5 }],
    ['socks4://[::1]:9050', { ip: '::1', port: 9050, socksType: 4 }],
    ['socks5://me:p%40ss@h:1', { ip: 'h', port: 1, socksType: 5, username: 'me', password: 'p@ss' }],
    ['socks5://me@h:65535/', { ip: 'h', port: 65_535, socksType: 5, username: 'me' }],
    ['socks5://:p%40ss@h:1', { ip: 'h', port: 1, socksType: 5, password: 'p@ss' }],
    [`tg:proxy?server=h&port=1&secret=${SECRET}`, { ip: 'h', port: 1, secret: SECRET, MTProxy: true }],
    [
      `http://t.me/proxy?server=h&port=65535&secret=DD${SECRET.toUpperCase()}`,
      { ip: 'h', port: 65_535, secret: `dd${SECRET}`, MTProxy: true },
    ],
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
    'socks6://h:1',
    'socks5:///',
    'socks5://h:1/x/',
    `tg://other?server=h&port=443&secret=${SECRET}`,
    `tg:other?server=h&port=443&secret=${SECRET}`,
    `xx://proxy?server=h&port=443&secret=${SECRET}`,
    `https://t.me.example/proxy?server=h&port=443&secret=${SECRET}`,
    `xhttps://t.me/proxy?server=h&port=443&secret=${SECRET}`,
    `httpsx://t.me/proxy?server=h&port=443&secret=${SECRET}`,
    `tg://proxy?port=443&secret=${SECRET}`,
    `tg://proxy?server=h&secret=${SECRET}`,
    `tg://proxy?server=h&port=0&secret=${SECRET}`,
    `tg://proxy?server=h&port=65536&secret=${SECRET}`,
    `tg://proxy?server=h&port=000443&secret=${SECRET}`,
    `tg://proxy?server=h&port=1e2&secret=${SECRET}`,
    `tg://proxy?server=h&port=0x1&secret=${SECRET}`,
    `tg://proxy?server=h&port=443&secret=${SECRET}0`,
    `tg://proxy?server=h&port=443&secret=x${SECRET}`,
    `tg://proxy?server=h&port=443&secret=d${SECRET}`,
  ])('%j is none', (url) => expect(parseProxy(url)).toBeUndefined());
});
