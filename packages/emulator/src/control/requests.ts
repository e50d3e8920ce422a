import { z } from 'zod';
import { FAULT_KINDS } from '../server/faults.js';
import type { FaultKind } from '../server/faults.js';
import { KEY_ENDS } from '../server/key-ends.js';
import type { KeyEnd } from '../server/key-ends.js';
import { TRANSPORT_CODES } from '../server/refusals.js';
import { isMethod } from '../tl/load.js';

/** A request that the control address refuses; the message says what is wrong and what would be right. */
export class ControlError extends Error {
  override name = 'ControlError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** An object of these fields; any other field is a mistake that names those there are. */
function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.join(', ')}: unknown; ${names === '' ? 'nothing is taken' : `there is ${names}`}`
        : undefined,
  });
}

const accountId = z.string().regex(/^\d+$/u, 'must be a user id in decimal');
const count = z.int().min(0);
const YEAR_MS = 366 * 86_400_000;

const faultSchema = fields({
  method: z.string().refine((name) => name === '*' || isMethod(name), {
    error: 'is no method of a known layer; give a TL name like messages.getHistory, or *',
  }),
  account: accountId.optional(),
  times: z.int().min(1).optional(),
  after: count.optional(),
  kind: z.enum(FAULT_KINDS as readonly [FaultKind, ...FaultKind[]]),
  code: z.int().optional(),
  message: z.string().min(1).optional(),
  delay_ms: count.max(600_000).optional(),
  delay_sec: count.max(YEAR_MS / 1000).optional(),
}).superRefine((fault, context) => {
  const isError = fault.kind === 'error' || fault.kind === 'error_after';
  if (!isError && (fault.code !== undefined || fault.message !== undefined)) {
    context.addIssue({
      code: 'custom',
      message: `code and message belong to error kinds, not to ${fault.kind}`,
    });
  }
  const delays = [fault.delay_ms, fault.delay_sec].filter((delay) => delay !== undefined);
  if (delays.length !== (fault.kind === 'delay' ? 1 : 0)) {
    const message = 'delay_ms and delay_sec belong to the kind delay, and delay needs one of them';
    context.addIssue({ code: 'custom', message });
  }
});

/** Body of `POST /faults`. */
export const faultsBody = z
  .array(faultSchema, {
    error: 'must be a list of faults, like [{"method": "messages.sendMessage", "kind": "lose_answer"}]',
  })
  .min(1);
/** Body of `POST /sessions`: how to end which sessions; all when none are named. */
export const sessionsBody = fields({
  end: z.enum(KEY_ENDS as readonly [KeyEnd, ...KeyEnd[]]),
  account: accountId.optional(),
  auth_key_id: z
    .string()
    .regex(/^[\da-f]{16}$/u, 'must be 16 hexadecimal digits')
    .optional(),
});
/** Body of `POST /connections`: turn away the next ones, or drop those there are. */
export const connectionsBody = z.union(
  [
    fields({ refuse: z.literal(TRANSPORT_CODES), times: count.max(1_000_000).default(1) }),
    fields({ drop: z.literal(true), account: accountId.optional() }),
  ],
  {
    error: `give {"refuse": CODE, "times": 1} with one of ${TRANSPORT_CODES.join(', ')}, or {"drop": true, "account": "…"}`,
  },
);

const rateSchema = fields({
  method: z.string().refine((name) => /^(?:[a-z]+\.)?\*$/iu.test(name) || isMethod(name), {
    error: 'is no method of a known layer; give a TL name, a namespace like messages.*, or *',
  }),
  per_second: z.number().positive().max(10_000),
  burst: z.int().min(1).max(1_000_000),
});
/** Body of `POST /floods`: own rates, or `usual` ones. */
export const floodsBody = z.union(
  [fields({ usual: z.literal(true) }), fields({ rates: z.array(rateSchema).min(1) })],
  {
    error:
      'give {"usual": true}, or {"rates": [{"method": "messages.sendMessage", "per_second": 0.5, "burst": 10}]}',
  },
);
/** Body of `POST /files`: the file whose references expire; without an id, all of them. */
export const filesBody = fields({
  expire_references: z.literal(true),
  id: z.string().regex(/^\d+$/u, 'must be the id of a photo or document in decimal').optional(),
});
/** Body of `POST /clock`; a negative number shifts back. */
export const clockBody = fields({
  advance_ms: z
    .int()
    .min(-20 * YEAR_MS)
    .max(20 * YEAR_MS),
});
/** Body of `POST /reset`. */
export const resetBody = fields({ keep_auth: z.boolean().default(false) });

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/u, 'must be a whole number')
  .transform(Number);
/** Query of `GET /calls`. */
export const callsQuery = fields({ since: wholeNumber.default(0) });
/** Query of `GET /state`: `chat` is a marked id or a username; `last` keeps the newest messages only. */
export const stateQuery = fields({
  chat: z
    .string()
    .regex(/^(?:-?\d{1,18}|@?[a-z]\w{2,31})$/iu, 'must be an id like -1001800000001, or a username')
    .optional(),
  last: wholeNumber.optional(),
});
/** No query, no body. */
export const nothing = fields({});

/** Checks a query or body. Throws a {@link ControlError} that names every mistake. */
export function accept<T>(what: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => {
    const where = issue.path.join('.');
    return where === '' ? issue.message : `${where}: ${issue.message}`;
  });
  throw new ControlError(400, `${what}: ${mistakes.join('; ')}`);
}
