/** What stands at a field for a window. */
export const WINDOW_HINT =
  'In UTC: 15m, 24h, 7d, 2026-11-20, 2026-11-20..2026-11-22, 2026-11-20T10:00Z..12:30Z or all.';
