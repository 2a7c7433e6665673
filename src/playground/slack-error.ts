/** A refusal by its real name; `extra` joins the answer, e.g. `errors` and `response_metadata`. */
export class SlackError extends Error {
  readonly code: string;
  readonly extra: Record<string, unknown>;

  constructor(code: string, extra: Record<string, unknown> = {}) {
    super(code);
    this.name = 'SlackError';
    this.code = code;
    this.extra = extra;
  }
}

/** `invalid_arguments` with Slack's list of reasons. */
export function makeArgumentError(...reasons: string[]): SlackError {
  return new SlackError('invalid_arguments', {
    response_metadata: { messages: reasons.map((reason) => `[ERROR] ${reason}`) },
  });
}
