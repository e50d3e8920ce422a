/** Documents in the form that users of tg-mcp know, made of finished exports: a head, then one list. */
import { renameSteadilyLater } from '@tgmcp/core';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A document to write. */
export interface OlderDocument<R> {
  /** The finished export, in JSON lines. */
  readonly from: string;
  readonly to: string;
  /** The name of its list. */
  readonly list: string;
  /** A record as it stands there; undefined leaves it out. */
  readonly record: (exported: R) => object | undefined;
  /** Its head, once it is known how many records there are and which came last. */
  readonly head: (count: number, last: R | undefined) => object;
}

/** Writes it and puts it in its place at once; how many records stand in it. */
export async function writeOlder<R>(document: OlderDocument<R>): Promise<number> {
  const { from, to, list, record, head } = document;
  let count = 0;
  let last: R | undefined;
  for await (const exported of recordsOf<R>(from)) {
    if (record(exported) === undefined) continue;
    count += 1;
    last = exported;
  }
  await mkdir(dirname(to), { recursive: true });
  const unfinished = `${to}.part`;
  const begins = `{"group":${JSON.stringify(head(count, last))},${JSON.stringify(list)}:[`;
  await pipeline(
    Readable.from(textOf(begins, recordsOf<R>(from), record)),
    createWriteStream(unfinished, { mode: 0o600 }),
  );
  await renameSteadilyLater(unfinished, to);
  return count;
}

async function* textOf<R>(
  begins: string,
  records: AsyncIterable<R>,
  record: OlderDocument<R>['record'],
): AsyncGenerator<string> {
  yield begins;
  let separator = '\n';
  for await (const exported of records) {
    const older = record(exported);
    if (older === undefined) continue;
    yield `${separator}${JSON.stringify(older)}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** The records of a finished export, one at a time. */
export async function* recordsOf<R>(file: string): AsyncGenerator<R> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) if (line !== '') yield JSON.parse(line) as R;
}
