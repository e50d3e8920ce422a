/** data: URIs (RFC 2397), read strictly: what cannot be read in one way only is refused. */
const MIME = /^[a-z0-9!#$&^_.+-]{1,64}\/[a-z0-9!#$&^_.+-]{1,64}$/i;
const HEADER = 2_000;

/** What a data: URI holds. */
export interface DataUri {
  readonly mime: string;
  readonly name: string | undefined;
  readonly bytes: Buffer;
}

/** Whether a text is a type of file as the parts of the web name it. */
export function isMime(text: string): boolean {
  return MIME.test(text);
}

/** `data:[type/subtype][;filename=…][;base64],…`; a sentence about what is wrong where it cannot be read. */
export function readDataUri(text: string): DataUri | string {
  const comma = text.slice(0, HEADER).indexOf(',');
  if (comma < 0) return 'the data: URI has no comma before its data';
  const [type = '', ...parameters] = text.slice('data:'.length, comma).split(';');
  const isBase64 = parameters.at(-1)?.trim().toLowerCase() === 'base64';
  const body = text.slice(comma + 1);
  const bytes = isBase64 ? fromBase64(body) : fromText(body);
  if (bytes === undefined) return `the data: URI is no ${isBase64 ? 'base64' : 'percent-encoded text'}`;
  if (type.trim() !== '' && !isMime(type.trim())) return 'the data: URI has no type such as image/png';
  const named = parameters.find((one) => /^\s*(file)?name=/i.test(one))?.replace(/^[^=]*=/, '');
  const name = named === undefined ? undefined : decoded(named);
  return { mime: type.trim().toLowerCase() || 'text/plain', name, bytes };
}

/** Undefined unless encoding the bytes again gives the same text: base64 is read in one way only. */
function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bare(bytes.toString('base64')) === bare(text) ? bytes : undefined;
}

function bare(encoded: string): string {
  return encoded.replace(/={1,2}$/, '');
}

function fromText(text: string): Buffer | undefined {
  const plain = decoded(text);
  return plain === undefined ? undefined : Buffer.from(plain);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
