import type { MethodTable } from './method.ts';

export const APP_METHODS: MethodTable = {
  'apps.connections.open': {
    tier: 'tier3',
    token: 'app',
    run: (core) => ({ url: core.socketMode.makeUrl(core.baseUrl()) }),
  },
};
