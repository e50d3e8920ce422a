/**
 * What a connection says to stay a connection. It carries no request of ours, so it needs no ticket. Ids:
 * core.telegram.org/mtproto/service_messages; `help.getConfig` is what `initConnection` is sent with.
 */
export const TRANSPORT: ReadonlyMap<number, string> = new Map([
  [0x62d6b459, 'msgs_ack: says what has arrived'],
  [0x04deb57d, 'msgs_state_info: answers whether something has arrived'],
  [0x7abe77ec, 'ping: asks whether the other side is there'],
  [0xf3427b8c, 'ping_delay_disconnect: the same'],
  [0x9299359f, 'http_wait: nothing but a pause'],
  [0xc4f9186b, 'help.getConfig: addresses of the data centres; every connection begins with it'],
]);
