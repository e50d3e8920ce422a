import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { QUESTIONS, type Result } from './questions.js';

/** A question as it was answered: with how many calls, and what their texts cost a model (characters / 4). */
export interface Answered {
  readonly question: string;
  readonly answer: unknown;
  readonly calls: number;
  readonly tokens: number;
}

/** Answers every question over a connected client. Throws when a call is refused. */
export async function answerAll(client: Client): Promise<Answered[]> {
  const answered: Answered[] = [];
  for (const { question, answer } of QUESTIONS) {
    let calls = 0;
    let characters = 0;
    const found = await answer(async (name, args) => {
      calls += 1;
      const result = await client.callTool({ name, arguments: { ...args } });
      const content = JSON.stringify(result['content']);
      if (result.isError === true) throw new Error(`${question} ${name}: ${content}`);
      const parts = result['content'] as { type: string; text?: string }[];
      const text = parts.find(({ type }) => type === 'text')?.text ?? '';
      characters += text.length;
      return JSON.parse(text) as Result;
    });
    answered.push({ question, answer: found, calls, tokens: Math.round(characters / 4) });
  }
  return answered;
}
