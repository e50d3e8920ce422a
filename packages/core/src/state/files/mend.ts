/**
 * What an operator can do about damaged state, for `tgmcp state repair`. Nothing is deleted: what is taken out of use is
 * moved aside. Each step leaves the document refused until the last one.
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { renameSteadily } from '../../platform/steadily.js';
import { sealEnvelope } from './envelope.js';
import {
  damaged,
  dataFile,
  generationsIn,
  headFile,
  headOf,
  newNonce,
  SET_ASIDE,
  type Head,
} from './generations.js';
import { wholeGeneration } from './inspect.js';
import { asStateError, makePrivateFolder, syncFolder } from './private-files.js';
import { makeEmptyFile, writeVerified } from './verified-write.js';

/**
 * Takes a document out of use: the program begins anew with it. A log goes together with its anchor. `name` as in
 * {@link StateFault}; what was there is moved below `aside`.
 */
export async function forgetDocument(root: string, name: string, aside: string): Promise<void> {
  const { kind, document } = partsOf(name);
  if (kind === 'logs') {
    // Without its anchor a log stays refused, so that a stop between the two steps loses nothing.
    const anchor = join(root, 'log-anchors', document);
    if (existsSync(anchor)) await moveAside(anchor, join(aside, 'anchor'));
    await moveAside(join(root, 'logs', `${document}.jsonl`), join(aside, 'log'));
    return;
  }
  await moveAside(join(root, kind, document), aside);
}

/** Goes back to the newest whole generation that is not the damaged one, under a number that was never used. */
export async function restorePrevious(root: string, name: string, aside: string): Promise<void> {
  const { kind, document } = partsOf(name);
  const folder = join(root, kind, document);
  const heads = readdirSync(folder).flatMap(headOf);
  const found = wholeGeneration(folder, kind, heads.length === 1 ? heads[0] : undefined);
  if (found === undefined) throw damaged(folder, 'it has no whole earlier generation');

  const used = [...heads, ...generationsIn(folder)].map(({ generation }) => generation);
  const next: Head = { generation: Math.max(...used) + 1, nonce: newNonce() };
  await writeVerified(dataFile(folder, next), sealEnvelope({ ...found, generation: next.generation }), true);
  try {
    const [first, ...others] = heads;
    for (const head of others) await moveAside(headFile(folder, head), join(aside, `head-${head.nonce}`));
    if (first === undefined) makeEmptyFile(headFile(folder, next));
    else renameSteadily(headFile(folder, first), headFile(folder, next));
    for (const one of readdirSync(folder).filter((file) => file.includes(SET_ASIDE))) {
      await moveAside(join(folder, one), join(aside, one));
    }
    await syncFolder(folder);
  } catch (error) {
    throw asStateError(error, folder);
  }
}

function partsOf(name: string): { readonly kind: string; readonly document: string } {
  const slash = name.indexOf('/');
  return { kind: name.slice(0, slash), document: name.slice(slash + 1) };
}

async function moveAside(from: string, to: string): Promise<void> {
  await makePrivateFolder(dirname(to));
  try {
    renameSteadily(from, to);
    await syncFolder(dirname(from));
  } catch (error) {
    throw asStateError(error, join(dirname(from), basename(from)));
  }
}
