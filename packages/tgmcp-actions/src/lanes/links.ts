/**
 * What of a plain text Telegram would show as a link. Nobody sees the messages of a lane before they are sent, so this errs on
 * the strict side: every top-level domain that exists, every scheme, addresses in numbers and e-mail, and full-width signs
 * as what they stand for.
 */
import type LinkifyIt from 'linkify-it';

const SCHEME = /[a-z][a-z0-9+.-]*:\/\/\S/i;
/** Names outside the public root that Telegram's apps make links of, too. */
const OWN_DOMAINS = ['onion', 'ton'];
/** Dots of other scripts, which browsers take for one: UTS #46. */
const DOTS = /[\u3002\uff0e\uff61]/g;

let loading: Promise<LinkifyIt> | undefined;

// The list of domains is long, and most processes never send in a lane.
async function load(): Promise<LinkifyIt> {
  const [{ default: Linkify }, { default: domains }] = await Promise.all([
    import('linkify-it'),
    import('tlds', { with: { type: 'json' } }),
  ]);
  return new Linkify({}, { fuzzyIP: true, fuzzyEmail: true, fuzzyLink: true }).tlds([
    ...domains,
    ...OWN_DOMAINS,
  ]);
}

/** The links in a text, as they would be shown; empty when there is none. `@names` and hashtags are no links. */
export async function linksIn(text: string): Promise<string[]> {
  loading ??= load();
  const finder = await loading;
  const readings = [text, text.normalize('NFKC').replaceAll(DOTS, '.')];
  const found = readings.flatMap((reading) => (finder.match(reading) ?? []).map(({ raw }) => raw));
  const schemes = readings.flatMap((reading) => SCHEME.exec(reading)?.[0] ?? []);
  return [...new Set([...found, ...schemes])];
}
