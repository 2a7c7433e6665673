import type { TimeRange } from '../profile/types.ts';
import type { Sources } from './sources.ts';

/** Where the observations of one run come from. */
export type ObservedSources = Sources & { window: TimeRange };
