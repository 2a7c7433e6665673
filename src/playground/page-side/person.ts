import { requestOptions, sendAction } from '../app-link/actions.ts';
import { sendCommand } from '../app-link/commands.ts';
import type { Outcome } from '../app-link/outcome.ts';
import { openHome, react, useShortcut, writeMessage } from '../app-link/people.ts';
import { closeView, submitView } from '../app-link/submissions.ts';
import type { Core } from '../core.ts';
import type {
  OptionsAnswer,
  PostAction,
  PostCommand,
  PostMessage,
  PostOptions,
  PostReact,
  PostViewClose,
  PostViewSubmit,
  ViewSubmitAnswer,
} from '../protocol.ts';
import type { Message } from '../world/types.ts';

/**
 * All that a person can do. The promises resolve when the app has acknowledged, or when its three seconds are over:
 * `failure` then holds the words that the person sees. Impossible acts throw PageError.
 */
export type Person = {
  write(input: PostMessage): Promise<Outcome>;
  command(input: PostCommand): Promise<Outcome>;
  act(input: PostAction): Promise<Outcome>;
  options(input: PostOptions): Promise<OptionsAnswer>;
  submit(input: PostViewSubmit): Promise<ViewSubmitAnswer>;
  close(input: PostViewClose): Promise<void>;
  react(input: PostReact): void;
  openHome(): void;
  shortcut(callbackId: string): Promise<Outcome>;
  messageShortcut(callbackId: string, message: Message): Promise<Outcome>;
};

export function makePerson(core: Core, userId: string): Person {
  return {
    write: (input) => writeMessage(core, userId, input),
    command: (input) => sendCommand(core, userId, input),
    act: (input) => sendAction(core, userId, input),
    options: (input) => requestOptions(core, userId, input),
    submit: (input) => submitView(core, userId, input),
    close: (input) => closeView(core, userId, input),
    react: (input) => react(core, userId, input),
    openHome: () => openHome(core, userId),
    shortcut: (callbackId) => useShortcut(core, userId, callbackId, null),
    messageShortcut: (callbackId, message) => useShortcut(core, userId, callbackId, message),
  };
}
