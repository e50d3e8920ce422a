/** Raises a form at the client. The answer is data from outside: whatever goes wrong is an answer too, never a throw. */
import { ElicitResultSchema, ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import type { ElicitResult, ElicitRequest } from '@modelcontextprotocol/sdk/types.js';
import type { ElicitedAnswer, ElicitedForm } from './tool.js';

/** The SDK's error code of a request that was not answered in time. */
const REQUEST_TIMEOUT: number = ErrorCode.RequestTimeout;

/** Sends the request and gives it up after a time or when the call ends; both withdraw it at the client. */
export type SendElicitation = (
  request: ElicitRequest,
  schema: typeof ElicitResultSchema,
  options: { readonly timeout: number; readonly maxTotalTimeout: number; readonly signal: AbortSignal },
) => Promise<ElicitResult>;

/** Asks one question and waits for the answer at most `timeoutMs`. */
export async function elicit(
  send: SendElicitation,
  form: ElicitedForm,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ElicitedAnswer> {
  const { name, title, description } = form.field;
  const request: ElicitRequest = {
    method: 'elicitation/create',
    params: {
      mode: 'form',
      message: form.message,
      requestedSchema: {
        type: 'object',
        properties: { [name]: { type: 'string', title, description } },
        required: [name],
      },
    },
  };
  try {
    const result = await send(request, ElicitResultSchema, {
      timeout: timeoutMs,
      maxTotalTimeout: timeoutMs,
      signal,
    });
    if (result.action !== 'accept') return { action: result.action };
    const text = result.content?.[name];
    return { action: 'accept', text: typeof text === 'string' ? text : undefined };
  } catch (error) {
    if (signal.aborted) return { action: 'cancel' };
    if (error instanceof McpError && error.code === REQUEST_TIMEOUT) return { action: 'timeout' };
    return { action: 'error' };
  }
}
