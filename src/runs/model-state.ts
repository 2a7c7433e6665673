/** How one model stands, the worst of its alerts first. */
export type ModelState = 'firing' | 'acked' | 'snoozed' | 'failed' | 'no_data' | 'not_run' | 'paused' | 'ok';

export const MODEL_STATES: readonly ModelState[] = [
  'firing',
  'acked',
  'snoozed',
  'failed',
  'no_data',
  'not_run',
  'paused',
  'ok',
];
