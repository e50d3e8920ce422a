import { describe, expect, it } from 'vitest';
import { linksIn } from './links.js';

describe('links in a text', () => {
  it.each([
    'see https://example.com/x',
    'HTTP://EXAMPLE.COM',
    'www.example.org',
    'example.com',
    'go to Example.Shop now',
    't.me/joinchat/AAAA',
    't.me/+AbCdEf',
    'telegram.dog/x',
    'tg://join?invite=AbC',
    'ton://transfer/x',
    'ftp://files.example',
    'пример.рф',
    'xn--e1afmkfd.xn--p1ai',
    '例え.テスト.com',
    'foundation.ton',
    '93.184.216.34/a',
    'mail me: someone@example.com',
    'mailto:someone@example.com',
    'example．com',
    'example。com',
    'ｅｘａｍｐｌｅ.com',
    'click(example.com)',
    '//example.com',
    'Website:example.com',
    'join:t.me/+AbC',
    'my_name.t.me',
    'a:x_y.example.com/p',
    'here-example.com',
    'a…example.com',
    'exam\u200Bple.c\u200Dom',
    'Кот.example.рф',
    'shop.xn--unheard0of',
    'a:shop.XN--unheard0of/p',
  ])('%s is one', async (text) => {
    expect(await linksIn(text)).not.toEqual([]);
  });

  it.each([
    'Hello, all is well.',
    'word.word',
    'See you at 10.30, not 11.00',
    '@kites #news /start',
    'e.g. this, i.e. that',
    'version 1.2.3',
    'C++ and a:b',
    'Done... really?',
    'node.exe',
    '👨‍👩‍👧 سلام می‌خواهم',
  ])('%s is none', async (text) => {
    expect(await linksIn(text)).toEqual([]);
  });
});
