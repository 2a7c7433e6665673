type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

export type Envelope = {
  type: EnvelopeType;
  payload: Record<string, unknown>;
  acceptsResponse: boolean;
  retry?: { attempt: number; reason: string };
};

/** What came of a delivery. `answered` carries the app's payload, if it gave one. */
export type Delivery =
  | { status: 'answered'; payload: unknown }
  | { status: 'timeout' }
  | { status: 'not_connected' }
  | { status: 'refused'; httpStatus: number };

/** The way to the app: Socket Mode or signed HTTP requests. */
export type AppLink = {
  isConnected(): boolean;
  deliver(envelope: Envelope): Promise<Delivery>;
  close(): void;
};

export type SlackEvent = { type: string; [key: string]: unknown };

/** Tells the app what happened, if it subscribed to it. */
export type EventSink = {
  /** @param subscription the name in the manifest where it differs from the event's type. */
  emit(event: SlackEvent, subscription?: string): void;
  close(): void;
};
