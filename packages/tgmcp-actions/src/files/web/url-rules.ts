/** What a URL must be like before anybody is asked about its host. */
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';

// Names that no public server answers for: RFC 6761, RFC 6762, RFC 8375, and what clouds and home routers use.
const LOCAL =
  /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa|test|invalid|onion)$/;

/** The host of a URL as it is resolved and dialled: without brackets, and without the dot of an absolute name. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/** Why nothing is fetched from here; undefined for a URL whose host may be looked up. */
export function urlProblem(url: URL, allowHttp: boolean): string | undefined {
  if (url.protocol === 'http:' && !allowHttp)
    return 'http: is fetched only where the operator sets TG_ACTIONS_ALLOW_HTTP_URLS=1';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `${url.protocol} is not fetched`;
  if (url.username !== '' || url.password !== '') return 'it has a user name or a password in it';
  if (url.port !== '') return 'it names a port of its own';
  const host = hostOf(url);
  if (isIP(host) !== 0) return isPublicAddress(host) ? undefined : 'its address is not a public one';
  return !host.includes('.') || LOCAL.test(host) ? 'its host is a local name' : undefined;
}
