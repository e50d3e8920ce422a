import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';

/** Data centres that help.getConfig names; the preload maps 127.0.0.N:443 to the listener of data centre N. */
const DATA_CENTRES = [1, 2, 3, 4, 5];

function getConfig(_request: TlObject, call: CallContext): TlObject {
  const now = Math.floor(call.now());
  return {
    _: 'config',
    revoke_pm_inbox: true,
    date: now,
    expires: now + 3600,
    test_mode: false,
    this_dc: call.dc,
    dc_options: DATA_CENTRES.map((id) => ({ _: 'dcOption', id, ip_address: `127.0.0.${id}`, port: 443 })),
    dc_txt_domain_name: 'localhost',
    chat_size_max: 200,
    megagroup_size_max: 200_000,
    forwarded_count_max: 100,
    online_update_period_ms: 210_000,
    offline_blur_timeout_ms: 5000,
    offline_idle_timeout_ms: 30_000,
    online_cloud_timeout_ms: 300_000,
    notify_cloud_delay_ms: 30_000,
    notify_default_delay_ms: 1500,
    push_chat_period_ms: 60_000,
    push_chat_limit: 2,
    edit_time_limit: 172_800,
    revoke_time_limit: 2_147_483_647,
    revoke_pm_time_limit: 2_147_483_647,
    rating_e_decay: 2_419_200,
    stickers_recent_limit: 200,
    channels_read_media_period: 604_800,
    call_receive_timeout_ms: 20_000,
    call_ring_timeout_ms: 90_000,
    call_connect_timeout_ms: 30_000,
    call_packet_timeout_ms: 10_000,
    me_url_prefix: 'https://t.me/',
    caption_length_max: 1024,
    message_length_max: 4096,
    webfile_dc_id: 4,
  };
}

/** Configuration, and the small calls that clients make on connecting. */
export const helpHandlers: Handlers = {
  'help.getConfig': getConfig,
  'help.getNearestDc': (_request, call) => ({
    _: 'nearestDc',
    country: 'ZZ',
    this_dc: call.dc,
    nearest_dc: call.dc,
  }),
  'help.getAppConfig': () => ({ _: 'help.appConfig', hash: 0, config: { _: 'jsonObject', value: [] } }),
};
