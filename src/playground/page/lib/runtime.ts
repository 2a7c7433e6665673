import type { Confirm } from '@slack/types';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ActionValue, Boot, PageFile, PageUser, PostAction, PostAnswer, ViewState } from '../../protocol.ts';
import type { Api } from './api.ts';
import type { Origin, Place, State, Step } from './state.ts';

export type Picture = { src: string; alt: string; title: string };

/** What every component may use: the state, the server and the page's few dialogs. */
export type App = {
  state: State;
  boot: Boot;
  me: PageUser;
  now: number;
  api: Api;
  dispatch: (step: Step) => void;
  go: (place: Place) => void;
  openThread: (channel: string, ts: string) => void;
  showPicture: (picture: Picture) => void;
  askConfirm: (confirm: Confirm) => Promise<boolean>;
  /** Remembers where a request came from, and shows a refusal there. */
  track: (answer: PostAnswer, origin: Origin) => void;
};

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('Cannot render outside the app');
  return app;
}

/** The message, modal or home tab that blocks stand in. */
export type Surface = {
  kind: 'message' | 'modal' | 'home';
  container: PostAction['container'];
  values: ViewState;
  errors: Record<string, string>;
  files: readonly PageFile[];
  /** `block_id/action_id` of the action on its way. */
  busy: string | null;
  change: (blockId: string, actionId: string, value: ViewState[string][string]) => void;
  act: (action: ActionValue) => Promise<void>;
};

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('Cannot render blocks outside a message or view');
  return surface;
}

/** Set inside an input block: how the element is named and whether it reports every change. */
export type Field = {
  id: string;
  labelId: string;
  describedBy: string | undefined;
  isInvalid: boolean;
  dispatches: boolean;
};
export const FieldContext = createContext<Field | null>(null);

export function findUser({ boot }: Pick<App, 'boot'>, id: string): PageUser | null {
  if (boot.bot.id === id) return boot.bot;
  return boot.users.find((user) => user.id === id) ?? null;
}
