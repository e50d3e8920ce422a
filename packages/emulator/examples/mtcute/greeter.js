/** The script under test: answers "/hello" with a greeting, and leaves everything else alone. */
export function greet(client) {
  client.onNewMessage.add(async (message) => {
    if (message.isOutgoing || message.text !== '/hello') return;
    await client.replyText(message, `Hello, ${message.sender.displayName}!`);
  });
}
