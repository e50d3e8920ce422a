/** Which URLs are looked at further, and why the others are not. */
import { describe, expect, it } from 'vitest';
import { hostOf, urlProblem } from './url-rules.js';

describe('a host', () => {
  it.each([
    ['https://example.org/', 'example.org'],
    ['https://example.org./', 'example.org'],
    ['https://[2606:4700::1111]/', '2606:4700::1111'],
    ['https://1.1.1.1/', '1.1.1.1'],
  ])('of %s is %s', (url, host) => expect(hostOf(new URL(url))).toBe(host));
});

describe('a URL', () => {
  it.each([
    'https://example.org/',
    'https://example.org./a',
    'https://example.org:443/a',
    'https://[2606:4700::1111]/a',
    'https://1.1.1.1/',
    'https://localhost.example.org/',
    'https://mylocal.org/',
  ])('%s may be looked up', (url) => expect(urlProblem(new URL(url), false)).toBeUndefined());

  const ONLY_HTTPS = 'http: is fetched only where the operator sets TG_ACTIONS_ALLOW_HTTP_URLS=1';
  it.each([
    ['http://example.org/', ONLY_HTTPS],
    ['ftp://example.org/', 'ftp: is not fetched'],
    ['file:///etc/passwd', 'file: is not fetched'],
    ['https://user@example.org/', 'it has a user name or a password in it'],
    ['https://:secret@example.org/', 'it has a user name or a password in it'],
    ['https://example.org:8443/', 'it names a port of its own'],
    ['https://127.0.0.1/', 'its address is not a public one'],
    ['https://[::1]/', 'its address is not a public one'],
    ['https://nas/', 'its host is a local name'],
    ['https://printer.local/', 'its host is a local name'],
    ['https://printer.local./', 'its host is a local name'],
    ['https://a.home.arpa/', 'its host is a local name'],
    ['https://home.arpa/', 'its host is a local name'],
  ])('%s may not: %s', (url, problem) => {
    expect(urlProblem(new URL(url), false)).toBe(problem);
    const stillNot = problem === ONLY_HTTPS ? undefined : problem;
    expect(urlProblem(new URL(url), true)).toBe(stillNot);
  });

  it('of plain HTTP is held to the rest where it is allowed', () => {
    expect(urlProblem(new URL('http://127.0.0.1/'), true)).toBe('its address is not a public one');
    expect(urlProblem(new URL('http://nas/'), true)).toBe('its host is a local name');
  });
});
