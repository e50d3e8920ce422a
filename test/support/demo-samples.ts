/** Arguments that fit the demo world, for sessions that use every tool. */

/** Nora, to whom the demo world belongs. */
export const NORA = 7_001_001n;
/** Kites & Code, its main group. */
export const KITES = '-1001800000001';
/** Who bakes, with a story. */
const TOMAS = '7001002';

/** Samples by argument name; a tool is called once for each sample that has all it needs. */
export const demoSamples: readonly Readonly<Record<string, unknown>>[] = [KITES, TOMAS, '@kite_weather'].map(
  (chat) => ({
    group: chat,
    user: chat,
    user_id: TOMAS,
    chat,
    chats: [chat],
    query: 'wind',
    username: chat,
    cutoff_iso: '2026-10-25',
    session_name: 'read',
    message_id: 10,
    method: 'help.getConfig',
    what: 'messages',
  }),
);
