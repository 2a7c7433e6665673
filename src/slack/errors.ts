import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { AppError, DeliveryError } from '../errors.ts';

/** Errors that no repetition heals, each with what a person can do about it. */
export const PERMANENT_ERRORS: Readonly<Record<string, string>> = {
  account_inactive: 'Install the app again: its bot user was deactivated',
  as_user_not_supported: 'Use the bot token, which starts with xoxb-',
  cannot_dm_bot: 'Name a channel instead of a bot',
  channel_not_found: 'Check the channel name; for a private channel type /invite @mlmon there first',
  ekm_access_denied: 'Ask a workspace admin: the organisation suspended access to this channel',
  file_not_found: 'Send the message again: its picture is gone',
  invalid_arguments: 'Report this with the reference id',
  invalid_auth: 'Check SLACK_BOT_TOKEN, or install the app again and copy the new token',
  invalid_blocks: 'Report this with the reference id',
  invalid_metadata_format: 'Report this with the reference id',
  is_archived: 'Choose another channel, or unarchive this one',
  metadata_too_large: 'Report this with the reference id',
  missing_scope: 'Compare the scopes of the app with manifest.json and install it again',
  msg_blocks_too_long: 'Report this with the reference id',
  msg_too_long: 'Report this with the reference id',
  no_permission: 'Ask a workspace admin to let the app post',
  not_allowed_token_type: 'Use the bot token, which starts with xoxb-',
  not_authed: 'Set SLACK_BOT_TOKEN',
  not_in_channel: 'Type /invite @mlmon in the channel',
  org_login_required: 'Wait until the workspace has moved to its organisation, then install the app again',
  restricted_action: 'Ask a workspace admin to let the app post in this channel',
  restricted_action_read_only_channel: 'Choose a channel in which the app may post',
  team_access_not_granted: 'Install the app in this workspace',
  team_not_found: 'Install the app in this workspace',
  token_expired: 'Install the app again and copy the new token',
  token_revoked: 'Install the app again and copy the new token',
  user_removed_from_team: 'Install the app again: its bot user was removed',
  team_disabled: 'Ask the owner of the workspace: it is disabled',
};

/** After these neither a retry nor a reconnection can work: the process says so and ends. */
const FATAL_AUTH_ERRORS: ReadonlySet<string> = new Set([
  'account_inactive',
  'invalid_auth',
  'not_allowed_token_type',
  'not_authed',
  'team_disabled',
  'token_expired',
  'token_revoked',
  'user_removed_from_team',
]);

/** Slack's own word for what went wrong, e.g. `channel_not_found`; null when the failure is not an answer of Slack. */
export function slackErrorCode(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null;
}

/** What Slack says about the blocks it refused. */
export function slackErrorDetails(error: unknown): readonly string[] {
  return error instanceof WebAPIPlatformError ? (error.data.response_metadata?.messages ?? []) : [];
}

export function isFatalAuthError(error: unknown): boolean {
  const code = slackErrorCode(error);
  return code !== null && FATAL_AUTH_ERRORS.has(code);
}

/**
 * A failed call as the delivery loop needs it: is it for good, when to try again, may Slack have acted on it anyway.
 * A refusal (`ok: false`, 429) did nothing. No answer, or a 5xx, says nothing about what happened.
 */
export function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return new DeliveryError('Slack asks to slow down', {
      isPermanent: false,
      retryAfterMs: error.retryAfter * 1000,
      cause: error,
    });
  }
  const code = slackErrorCode(error);
  if (code !== null) return refusal(code, error);
  if (error instanceof WebAPIHTTPError) {
    const message = `Slack answered with HTTP status ${error.statusCode}`;
    return new DeliveryError(message, { isPermanent: false, isUnclear: error.statusCode >= 500, cause: error });
  }
  const isUnclear = error instanceof WebAPIRequestError;
  return new DeliveryError(isUnclear ? 'Slack did not answer' : 'Sending to Slack failed', {
    isPermanent: false,
    isUnclear,
    cause: error,
  });
}

function refusal(code: string, cause: unknown): DeliveryError {
  const hint = PERMANENT_ERRORS[code];
  // Slack may have posted before it ran into these.
  const isUnclear = code === 'internal_error' || code === 'fatal_error' || code === 'request_timeout';
  return new DeliveryError(`Slack refused the message: ${code}`, {
    isPermanent: hint !== undefined,
    isUnclear,
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** A Slack failure inside a listener, in words for the user who waits for an answer. */
export function toUserError(error: unknown): AppError | null {
  const code = slackErrorCode(error);
  if (code === 'expired_trigger_id' || code === 'exchanged_trigger_id') {
    return new AppError('timeout', 'Slack gave up waiting before the dialog could open', {
      hint: 'Click once more',
      cause: error,
    });
  }
  if (code !== null) {
    const hint = PERMANENT_ERRORS[code];
    return new AppError('delivery', `Slack refused the call: ${code}`, { cause: error, ...(hint ? { hint } : {}) });
  }
  if (error instanceof WebAPIRateLimitedError) {
    const hint = `Try again in ${error.retryAfter} seconds`;
    return new AppError('delivery', 'Slack asks mlmon to slow down', { hint, cause: error });
  }
  if (error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError) {
    return new AppError('delivery', 'Slack did not answer in time', { hint: 'Try again in a minute', cause: error });
  }
  return null;
}
