import { text, type Program, type SettingRow } from '../kinds.js';

const servers: readonly Program[] = ['read', 'actions', 'operator'];

function unread(fallback = ''): SettingRow<string> {
  return text({
    fallback,
    servers,
    effect: 'accepted',
    about: 'Stands in older settings files; nothing reads it.',
  });
}

/** Names that older samples contain and no program ever read. */
export const legacy = {
  RETRY_MAX_ATTEMPTS: unread(),
  LOG_LEVEL: text({
    fallback: '',
    servers: ['read', 'actions'],
    about: 'The older name of TG_LOG_LEVEL, in any case; another word than its four counts as info.',
  }),
  SAFE_LOG_ENABLED: unread(),
  DATA_DIR: unread(),
  SESSIONS_DIR: unread(),
  EXPORT_DIR: unread(),
  ANTI_SPAM_DIR: unread(),
  LOGS_DIR: unread(),
  SESSION_PERMISSIONS: unread(),
  ENABLE_2FA_CHECK: unread(),
  CHECK_USERNAME: unread(),
  CHECK_PROFILE_PHOTO: unread(),
  CHECK_BIO: unread(),
  WARMUP_PERIOD_HOURS: unread(),
  DEBUG_MODE: unread(),
  TEST_MODE: unread(),
  DRY_RUN: unread(),
  PROXY_URL: unread(),
};
