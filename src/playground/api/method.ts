import type { Core } from '../core.ts';
import type { Args } from './args.ts';
import type { Tier } from './rate-limiter.ts';

export type Answer = Record<string, unknown>;

export type ApiMethod = {
  tier: Tier;
  token: 'bot' | 'app' | 'none';
  run(core: Core, args: Args): Answer | Promise<Answer>;
};

export type MethodTable = Record<string, ApiMethod>;

export function botMethod(tier: Tier, run: ApiMethod['run']): ApiMethod {
  return { tier, token: 'bot', run };
}
