/** Proxies by URL: SOCKS with the usual form, MTProto proxies by the links in which Telegram's apps share them. */

/** A proxy in the form that the client library takes. */
export type Proxy =
  | {
      readonly ip: string;
      readonly port: number;
      readonly socksType: 4 | 5;
      readonly username?: string;
      readonly password?: string;
    }
  | { readonly ip: string; readonly port: number; readonly secret: string; readonly MTProxy: true };

/** Reads a proxy's URL; undefined when it is none. Links of MTProto proxies: core.telegram.org/api/links#mtproxy-links. */
export function parseProxy(text: string): Proxy | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol === 'socks5:' || url.protocol === 'socks4:') return socks(url);
  const link =
    (url.protocol === 'tg:' && (url.host === 'proxy' || url.pathname === 'proxy')) ||
    (['http:', 'https:'].includes(url.protocol) && url.host === 't.me' && url.pathname === '/proxy');
  return link ? mtproto(url.searchParams) : undefined;
}

function socks(url: URL): Proxy | undefined {
  const port = portOf(url.port === '' ? '1080' : url.port);
  if (url.hostname === '' || port === undefined || !/^\/?$/.test(url.pathname)) return undefined;
  return {
    ip: url.hostname.replaceAll(/[[\]]/g, ''),
    port,
    socksType: url.protocol === 'socks5:' ? 5 : 4,
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  };
}

/** Secrets of 16 bytes, plain or marked `dd`; those marked `ee` pretend to be TLS, which the library cannot. */
function mtproto(query: URLSearchParams): Proxy | undefined {
  const port = portOf(String(query.get('port')));
  const server = query.get('server') ?? '';
  const secret = String(query.get('secret')).toLowerCase();
  if (server === '' || port === undefined || !/^(?:dd)?[0-9a-f]{32}$/.test(secret)) return undefined;
  return { ip: server, port, secret, MTProxy: true };
}

function portOf(text: string): number | undefined {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port > 0 && port < 65_536 ? port : undefined;
}
