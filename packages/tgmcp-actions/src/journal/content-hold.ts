/** The name of the lease under which one content is executed, or removed. */
export function contentHold(contentDigest: string): string {
  return `content-${contentDigest}`;
}
