// Starts measuring-worker.ts without a build, for development and tests. `--import tsx` does nothing in a worker thread
// on Node 20.
import { register } from 'tsx/esm/api';

register();
await import('./measuring-worker.ts');
