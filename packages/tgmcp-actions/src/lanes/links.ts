/**
 * What of a plain text Telegram would show as a link. Nobody sees the messages of a lane before they are sent, so this errs on
 * the strict side: every top-level domain that exists, every scheme, addresses in numbers and e-mail, and full-width signs
 * as what they stand for.
 */
import { loadOnce } from '@tgmcp/core/start';
import type LinkifyIt from 'linkify-it';

const SCHEME = /[a-z][a-z0-9+.-]*:\/\/\S/i;
/** Names outside the public root that Telegram's apps make links of, too. */
const OWN_DOMAINS = ['onion', 'ton'];
/** Dots of other scripts, which browsers take for one: UTS #46. */
const DOTS = /[\u3002\uff0e\uff61]/g;
/** What nobody sees, and what an app may drop before it looks for links. */
const UNSEEN = /\p{Cf}/gu;
/**
 * Labels with dots between them, wherever they stand: Telegram takes `Login:example.com` and `my_name.t.me` for links,
 * where others ask for a space before, or for no underscore.
 */
const CHAIN = /[\p{L}\p{N}\p{M}_-]+(?:\.[\p{L}\p{N}\p{M}_-]+)+/gu;

interface Finder {
  readonly linkify: LinkifyIt;
  readonly domains: ReadonlySet<string>;
}

// The list of domains is long, and most processes never send in a lane.
const finder = loadOnce(async (): Promise<Finder> => {
  const [{ default: Linkify }, { default: domains }] = await Promise.all([
    import('linkify-it'),
    import('tlds', { with: { type: 'json' } }),
  ]);
  const known = [...domains, ...OWN_DOMAINS];
  return {
    linkify: new Linkify({}, { fuzzyIP: true, fuzzyEmail: true, fuzzyLink: true }).tlds(known),
    domains: new Set(known),
  };
});

/** The links in a text, as they would be shown; empty when there is none. `@names` and hashtags are no links. */
export async function linksIn(text: string): Promise<string[]> {
  const { linkify, domains } = await finder();
  const plain = text.normalize('NFKC').replaceAll(DOTS, '.');
  const readings = [text, plain, plain.replaceAll(UNSEEN, '')];
  const found = readings.flatMap((reading) => (linkify.match(reading) ?? []).map(({ raw }) => raw));
  const schemes = readings.flatMap((reading) => SCHEME.exec(reading)?.[0] ?? []);
  const chains = readings
    .flatMap((reading) => reading.match(CHAIN) ?? [])
    .filter((chain) => isDomain(chain, domains));
  return [...new Set([...found, ...schemes, ...chains])];
}

/** Whether a chain of labels is a domain, or begins with one. */
function isDomain(chain: string, domains: ReadonlySet<string>): boolean {
  const [, ...labels] = chain.toLowerCase().split('.');
  return labels.some((label) => domains.has(label) || label.startsWith('xn--'));
}
