/** The steps of a send at which it is killed, in their order, each by what the process asks of the system then. */
import type { Last } from './faults.js';

/** A moment: the n-th time that something of this kind is asked for, before it happens or once it has. */
interface Moment {
  readonly op: 'rename' | 'sync' | 'send' | 'receive' | 'answer';
  readonly when: 'before' | 'after';
  /** A pattern for the path; a rename is written `from > to`. */
  readonly on?: string;
  readonly nth?: number;
}

export interface Point {
  readonly name: string;
  readonly moment: Moment;
  /** Whether the request had left when the process died. */
  readonly died: 'before' | 'later';
  /** Troubles under which a send never comes to this point; the process is killed after its answer then. */
  readonly survives?: readonly string[];
  /** The last answer after a flood wait, with the data folder kept and lost. A wait that is remembered is waited out. */
  readonly afterFlood: { readonly kept: Last; readonly lost: Last };
}

/** A document comes into being, or moves on to its next generation. */
const published = (path: string): string => `> .*/${path}(/head\\.[^/]+)?$`;
const NAME = '[^/.][^/]*';

const LEASE = published(`leases/content-${NAME}`);
const CONTENT = published(`intents-of-content/${NAME}`);
const INTENT = published(`intents/${NAME}`);
const QUOTA = published(`quotas/${NAME}`);
const CODE = published(`consumed-codes/${NAME}`);
/** That an attempt was recorded as begun. */
export const START = published(`attempt-starts/${NAME}`);
const END = published(`attempt-ends/${NAME}`);
const AUDIT = published('log-anchors/audit');

// Telegram asks the first retry to wait, and the next one waits. What is lost with the folder changes nothing then.
const SURE = { died: 'before', afterFlood: { kept: 'not sent', lost: 'not sent' } } as const;
// The same; but that an attempt began is on disk, and that it sent nothing no later refusal can tell.
const UNSURE = { died: 'before', afterFlood: { kept: 'unknown', lost: 'not sent' } } as const;
// Telegram asked the dead process to wait, and nobody alive knows.
const FORGOTTEN = { died: 'later', afterFlood: { kept: 'sent before', lost: 'sent before' } } as const;
// The wait is on disk, and that the attempt failed is not.
const HALF_KNOWN = { died: 'later', afterFlood: { kept: 'unknown', lost: 'sent before' } } as const;
// Both are on disk.
const KNOWN = { died: 'later', afterFlood: { kept: 'not sent', lost: 'sent before' } } as const;

export const POINTS: readonly Point[] = [
  {
    name: 'before it holds the content',
    moment: { op: 'rename', when: 'before', on: LEASE },
    ...SURE,
  },
  {
    name: 'with the intent written and not published',
    moment: { op: 'sync', when: 'after', on: '/intents/\\.new-[^/]+/.*json' },
    ...SURE,
  },
  {
    name: 'with the intent published and not listed',
    moment: { op: 'rename', when: 'after', on: INTENT },
    ...SURE,
  },
  {
    name: 'with the intent listed',
    moment: { op: 'rename', when: 'after', on: CONTENT },
    ...SURE,
  },
  {
    name: 'with the quota taken',
    moment: { op: 'rename', when: 'after', on: QUOTA },
    ...SURE,
  },
  {
    name: 'with the code consumed',
    moment: { op: 'rename', when: 'after', on: CODE },
    ...SURE,
  },
  {
    name: 'before an audit record, with the last one not yet safe in the log',
    moment: { op: 'sync', when: 'before', on: '/logs/audit\\.jsonl$' },
    ...SURE,
  },
  {
    name: 'with an audit record announced and not written',
    moment: { op: 'rename', when: 'after', on: AUDIT },
    ...SURE,
  },
  {
    name: 'before the attempt is recorded',
    moment: { op: 'rename', when: 'before', on: START },
    ...SURE,
  },
  {
    name: 'with the attempt recorded',
    moment: { op: 'rename', when: 'after', on: START },
    ...UNSURE,
  },
  {
    name: 'before the request leaves',
    moment: { op: 'send', when: 'before' },
    ...UNSURE,
  },
  {
    name: 'with the request gone',
    moment: { op: 'send', when: 'after' },
    ...FORGOTTEN,
  },
  {
    name: 'as an answer arrives',
    moment: { op: 'receive', when: 'before' },
    ...FORGOTTEN,
  },
  {
    name: 'before the end is recorded',
    moment: { op: 'rename', when: 'before', on: END },
    ...HALF_KNOWN,
  },
  {
    name: 'with the end recorded',
    moment: { op: 'rename', when: 'after', on: END },
    ...KNOWN,
  },
  {
    name: 'with the audit record of the end announced and not written',
    moment: { op: 'rename', when: 'after', on: AUDIT, nth: 2 },
    ...KNOWN,
  },
  {
    name: 'with the quota settled or given back',
    moment: { op: 'rename', when: 'after', on: QUOTA, nth: 2 },
    ...KNOWN,
    // While the outcome is unknown, the quota stays as it is.
    survives: ['a lost request', 'a lost answer', 'an error after the effect'],
  },
  {
    name: 'before the agent is told',
    moment: { op: 'answer', when: 'before' },
    ...KNOWN,
  },
];
