import type { Settings } from '../config/settings.js';
import type { PacerSettings } from './pacer.js';

/** What the settings of an installation say about pacing. */
export function pacerSettings(settings: Settings): PacerSettings {
  return {
    rateRps: settings.RATE_RPS,
    mode: settings.TG_GLOBAL_RPS_MODE,
    breakerThresholdSec: settings.TG_FLOOD_CIRCUIT_THRESHOLD_SEC,
    breakerCooldownSec: settings.TG_FLOOD_CIRCUIT_COOLDOWN_SEC,
  };
}
