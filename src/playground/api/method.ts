import type { Core } from '../core.ts';
import type { Args } from './args.ts';

export type Answer = Record<string, unknown>;
/** Slack's tiers: 1, 20, 50 and 100 calls a minute; `post` is one a second in each channel. */
export type Tier = 'tier1' | 'tier2' | 'tier3' | 'tier4' | 'post' | 'none';

export type ApiMethod = {
  tier: Tier;
  token: 'bot' | 'app' | 'none';
  run(core: Core, args: Args): Answer | Promise<Answer>;
};

export type MethodTable = Record<string, ApiMethod>;

export function botMethod(tier: Tier, run: ApiMethod['run']): ApiMethod {
  return { tier, token: 'bot', run };
}
