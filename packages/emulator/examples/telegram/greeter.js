/** The script under test: answers "/hello" with a greeting, and leaves everything else alone. */
import { NewMessage } from 'telegram/events/index.js';

async function answer({ message }) {
  if (message.message !== '/hello') return;
  const { firstName } = await message.getSender();
  await message.reply({ message: `Hello, ${firstName}!` });
}

export const greet = (client) => client.addEventHandler(answer, new NewMessage({ incoming: true }));
