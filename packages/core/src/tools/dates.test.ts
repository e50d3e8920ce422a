import { describe, expect, it } from 'vitest';
import { dateRange } from './dates.js';

describe('a range of dates', () => {
  it('holds both ends, and leaves a side open that is not given', () => {
    expect(dateRange('2026-09-20', '2026-09-20', 'UTC')).toEqual({
      since: Date.UTC(2026, 8, 20) / 1000,
      until: Date.UTC(2026, 8, 21) / 1000 - 1,
    });
    expect(dateRange('', '', 'UTC')).toEqual({ since: 0, until: 0 });
  });

  it('goes no further than the seconds that Telegram counts', () => {
    const last = 0x7fff_ffff - 1;
    expect(dateRange('9999-01-01', '9999-12-31', 'UTC')).toEqual({ since: last, until: last });
    expect(dateRange('1600-01-01', '', 'UTC')).toEqual({ since: 0, until: 0 });
    expect(dateRange('1970-01-01', '', 'UTC')).toEqual({ since: 0, until: 0 });
    // Not "no end": nothing was written by then.
    expect(dateRange('', '1600-01-01', 'UTC')).toEqual({ since: 0, until: 1 });
  });
});
