/** Slack's own times, in milliseconds. Tests shorten what they wait for. */
export type Timings = {
  /** An app has this long to acknowledge. */
  ackMs: number;
  triggerMs: number;
  responseUrlMs: number;
  /** After an upload is completed a file is processed this long. */
  fileProcessingMs: number;
  /** Waits before the second, third and fourth delivery of an event that nobody acknowledged. */
  eventRetryMs: readonly number[];
  /** The server pings every connection this often. */
  pingMs: number;
  /** A connection lives on this long after it was told to go. */
  disconnectGraceMs: number;
  /** A connection is asked to refresh itself at this age; null for never. */
  connectionLifetimeMs: number | null;
  /** Changes reach the state file at the latest after this time. */
  snapshotDebounceMs: number;
};

export const SLACK_TIMINGS: Timings = {
  ackMs: 3000,
  triggerMs: 3000,
  responseUrlMs: 30 * 60_000,
  fileProcessingMs: 300,
  eventRetryMs: [0, 60_000, 300_000],
  pingMs: 10_000,
  disconnectGraceMs: 10_000,
  connectionLifetimeMs: null,
  snapshotDebounceMs: 500,
};
