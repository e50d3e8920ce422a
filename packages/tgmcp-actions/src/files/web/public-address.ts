/**
 * Addresses that may be dialled for a URL that a model gave: those of the public internet, by lists of what is one, not of
 * what is none. Sources: the IANA registries of special-purpose addresses.
 */
import ipaddr from 'ipaddr.js';

/** The one block from which global IPv6 addresses are given out. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3');

/** Parts of it that are special: protocols, documentation, and ways to carry an IPv4 address in disguise. */
const SPECIAL = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map((block) =>
  ipaddr.IPv6.parseCIDR(block),
);

/** Whether an address, as a resolver or a URL gives it, is a public unicast one. */
export function isPublicAddress(text: string): boolean {
  // The resolver's notation alone: other ones are read differently by different programs.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text).range() === 'unicast';
  if (!ipaddr.IPv6.isValid(text) || text.includes('%')) return false;
  const address = ipaddr.IPv6.parse(text);
  return address.match(GLOBAL) && !SPECIAL.some((block) => address.match(block));
}
