/** Runs before the first paint, so that a reader who chose dark never sees a white flash. */
import { applyTheme, readTheme } from './lib/theme.ts';

applyTheme(readTheme());
