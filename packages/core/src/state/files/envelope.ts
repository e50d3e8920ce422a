import { createHash } from 'node:crypto';
import * as z from 'zod';

const ENVELOPE_FORMAT = 1;

const envelopeSchema = z.strictObject({
  format: z.literal(ENVELOPE_FORMAT),
  folder: z.string(),
  key: z.string(),
  version: z.number().int(),
  generation: z.number().int().positive(),
  sha256: z.string(),
  data: z.unknown(),
});

/** What a state file says about itself. `sha256` is over `data` as JSON text. */
export type Envelope = z.infer<typeof envelopeSchema>;

/** The bytes of a state file. */
export function sealEnvelope(facts: Omit<Envelope, 'format' | 'sha256'>): Buffer {
  const { folder, key, version, generation, data } = facts;
  const envelope = { format: ENVELOPE_FORMAT, folder, key, version, generation, sha256: digest(data), data };
  return Buffer.from(`${JSON.stringify(envelope)}\n`);
}

/** Reads a state file's bytes; the reason as text when they are not what was once written under this name. */
export function openEnvelope(bytes: Buffer, folder: string, generation: number): Envelope | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch {
    return 'it is not JSON';
  }
  const envelope = envelopeSchema.safeParse(parsed);
  if (!envelope.success) return 'it does not have the form of a state file';
  if (envelope.data.sha256 !== digest(envelope.data.data)) return 'its checksum does not match';
  if (envelope.data.folder !== folder || envelope.data.generation !== generation)
    return 'it belongs elsewhere';
  return envelope.data;
}

function digest(data: unknown): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex');
}
