import { DeliveryError } from '../errors.ts';

const TIMEOUT_MS = 10_000;

/**
 * Posts JSON once. 2xx is delivered; 408, 429 and 5xx may be tried again; any other status is permanent.
 * `receiver` names the place in error words: an address may hold a secret.
 * @throws DeliveryError
 */
export async function postJson(
  url: string,
  body: unknown,
  options: { receiver: string; headers?: Readonly<Record<string, string>>; timeoutMs?: number },
): Promise<void> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...options.headers },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
    });
    await response.arrayBuffer();
  } catch (cause) {
    throw new DeliveryError(`No answer from ${options.receiver}`, { isPermanent: false, isUnclear: true, cause });
  }
  if (!response.ok) throw refusal(response, options.receiver);
}

function refusal(response: Response, receiver: string): DeliveryError {
  const { status } = response;
  const isTemporary = status === 408 || status === 429 || status >= 500;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new DeliveryError(`HTTP status ${status} from ${receiver}`, {
    isPermanent: !isTemporary,
    isUnclear: status >= 500,
    ...(Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}),
    ...(isTemporary ? {} : { hint: 'Check the address in the monitor definition' }),
  });
}
