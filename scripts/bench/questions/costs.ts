import { openBenchHouse, serve } from '../house.js';
import { answerAll, type Answered } from './answer-all.js';
import { NORA, questionsWorld } from './world.js';

/** What each question costs at the settings that a server has by default. */
export async function questionCosts(): Promise<Answered[]> {
  const house = await openBenchHouse(questionsWorld, NORA);
  try {
    const { client } = await serve('tgmcp-read', house.env({ TG_READ_PAGE_BYTES: '30000' }));
    const answered = await answerAll(client);
    await client.close();
    return answered;
  } finally {
    await house.close();
  }
}
