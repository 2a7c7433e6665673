import { APP_METHODS } from './apps.ts';
import { BLOCK_METHODS } from './blocks.ts';
import { CHAT_METHODS } from './chat.ts';
import { CONVERSATION_METHODS } from './conversations.ts';
import { FILE_METHODS } from './files.ts';
import type { MethodTable } from './method.ts';
import { PEOPLE_METHODS } from './people.ts';
import { REACTION_METHODS } from './reactions.ts';
import { VIEW_METHODS } from './views.ts';

/** Every method of the Web API that is understood here; any other is unknown_method. */
export const METHODS: MethodTable = {
  ...PEOPLE_METHODS,
  ...APP_METHODS,
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...VIEW_METHODS,
  ...FILE_METHODS,
  ...REACTION_METHODS,
  ...BLOCK_METHODS,
};
