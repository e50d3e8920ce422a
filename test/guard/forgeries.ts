/** Bytes and objects that pretend to be something else. */
import { gzipSync } from 'node:zlib';
import { unwanted } from './client-surface.js';
import { library, requestOf, type Request } from './library.js';
import { sampleCall } from './schema.js';

/** A write as bytes; nobody has announced it. */
export const write = (): Buffer => unwanted().getBytes();

/** What may be sent without having been announced. */
export const exempt = (): Buffer => library().Api.help.GetConfig.prototype.getBytes.call(config());

/** A request that the library takes for another one; its bytes are given one after the other, the last for ever. */
export function pretending(className: string, ...bytes: readonly Buffer[]): Request {
  let asked = 0;
  return {
    className,
    classType: 'request',
    getBytes: () => bytes[Math.min(asked++, bytes.length - 1)] ?? Buffer.alloc(0),
  };
}

/** A read, as the library makes it. */
export const listedRead = (): Request => requestOf(sampleCall('messages.getHistory').bytes);

/** Bytes in which a write hides; the name says where. */
export function hidden(): Record<string, Buffer> {
  return {
    'a container': container(write()),
    'a container behind what is exempt': container(exempt(), write()),
    'a container inside a container': container(container(write())),
    'a container inside a wrapper': wrapped(container(write())),
    'packed bytes': packed(write()),
    'packed bytes inside a wrapper': wrapped(packed(write())),
    'a copy of a message': Buffer.concat([word(0xe06046b2), messageOf(write())]),
    'more wrappers than anybody needs': Array.from({ length: 30 }).reduce<Buffer>(wrapped, write()),
    'a string that is as long for one reader as it is not for the other': ambiguous(255),
    'a connection with a field nobody knows': unknownFlag(),
  };
}

function config(): InstanceType<ReturnType<typeof library>['Api']['help']['GetConfig']> {
  return new (library().Api.help.GetConfig)();
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0, 0);
  return bytes;
}

function messageOf(body: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(12), word(body.length), body]);
}

function container(...bodies: readonly Buffer[]): Buffer {
  return Buffer.concat([word(0x73f1f8dc), word(bodies.length), ...bodies.map(messageOf)]);
}

function wrapped(query: Buffer): Buffer {
  return Buffer.concat([word(0xbf9459b7), query]);
}

function packed(bytes: Buffer): Buffer {
  return Buffer.concat([word(0x3072cfa1), tlBytes(gzipSync(bytes))]);
}

function tlBytes(content: Buffer): Buffer {
  const head =
    content.length < 254
      ? Buffer.of(content.length)
      : Buffer.concat([Buffer.of(254), word(content.length).subarray(0, 3)]);
  const whole = Buffer.concat([head, content]);
  return Buffer.concat([whole, Buffer.alloc(-whole.length & 3)]);
}

/**
 * invokeWithBusinessConnection with a name whose length begins with a byte that the protocol's description does not
 * use: some readers take three bytes of length after it, some seven (TDLib). What is exempt stands where the first kind
 * finds the query, the write where the second does.
 */
function ambiguous(first: number): Buffer {
  const short = Buffer.concat([Buffer.of(first, 8, 0, 0), Buffer.alloc(8)]);
  return Buffer.concat([word(0xdd289f8e), short, exempt()]);
}

/** initConnection with a flag beyond those of its layer: where its query begins is anybody's guess. */
function unknownFlag(): Buffer {
  const empty = Buffer.alloc(4);
  const strings = Array.from({ length: 6 }, () => empty);
  return Buffer.concat([word(0xc1cd5ea9), word(4), word(1), ...strings, exempt()]);
}
