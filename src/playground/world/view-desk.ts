import { SlackError } from '../slack-error.ts';
import { fillIds } from './fill-ids.ts';
import { makeId, makeShortId } from './ids.ts';
import { toPageView } from './page-shapes.ts';
import type { SlackBlock, View, ViewState } from './types.ts';
import { keepState } from './view-state.ts';
import type { World } from './world.ts';

const STACK_LIMIT = 3;

/** A checked view as the app sends it. */
export type ViewDraft = Partial<Record<'title' | 'submit' | 'close', Record<string, unknown>>> & {
  type: 'modal' | 'home';
  blocks: SlackBlock[];
  callback_id?: string;
  external_id?: string;
  private_metadata?: string;
  clear_on_close?: boolean;
  notify_on_close?: boolean;
};

/** Opens, replaces and closes the views of every person. */
export class ViewDesk {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Puts a modal on top of what the person has open. @throws SlackError push_limit_reached, duplicate_external_id. */
  push(userId: string, draft: ViewDraft): View {
    const stack = this.#world.stacks.get(userId) ?? [];
    if (stack.length >= STACK_LIMIT) throw new SlackError('push_limit_reached');
    this.#checkExternalId(draft);
    const view = this.#makeView(userId, draft);
    view.previousViewId = stack.at(-1) ?? null;
    view.rootViewId = stack[0] ?? view.id;
    this.#world.views.set(view.id, view);
    this.#world.stacks.set(userId, [...stack, view.id]);
    this.#world.hub.emit({ type: 'view_opened', view: toPageView(view), stackDepth: stack.length + 1 }, userId);
    return view;
  }

  /** Replaces a view in place. @throws SlackError hash_conflict, duplicate_external_id. */
  update(view: View, draft: ViewDraft, hash: string | null): View {
    if (hash !== null && hash !== view.hash) throw new SlackError('hash_conflict');
    this.#checkExternalId(draft, view.id);
    const { id, rootViewId, previousViewId, state } = view;
    const next = this.#makeView(view.userId, draft);
    Object.assign(view, next, { id, rootViewId, previousViewId, state: keepState(next.blocks, state) });
    this.#world.hub.emit({ type: 'view_updated', view: toPageView(view) }, view.userId);
    return view;
  }

  publish(userId: string, draft: ViewDraft, hash: string | null): View {
    const known = this.#world.views.get(this.#world.homes.get(userId) ?? '');
    if (known !== undefined && hash !== null && hash !== known.hash) throw new SlackError('hash_conflict');
    const view = this.#makeView(userId, draft);
    if (known !== undefined) Object.assign(view, { id: known.id, rootViewId: known.id });
    this.#world.views.set(view.id, view);
    this.#world.homes.set(userId, view.id);
    this.#world.hub.emit({ type: 'home', view: toPageView(view) }, userId);
    this.#world.onChange();
    return view;
  }

  find(viewId: string): View | undefined {
    return this.#world.views.get(viewId);
  }

  findByExternalId(externalId: string): View | undefined {
    return [...this.#world.views.values()].find((view) => view.externalId === externalId);
  }

  /** Takes the top view away, or the whole stack. @returns the views that went, the top one first. */
  close(userId: string, { isAll }: { isAll: boolean }): View[] {
    const stack = this.#world.stacks.get(userId) ?? [];
    const keep = isAll ? 0 : Math.max(0, stack.length - 1);
    const gone = stack.slice(keep).reverse();
    this.#world.stacks.set(userId, stack.slice(0, keep));
    const views = gone.flatMap((id) => this.#world.views.get(id) ?? []);
    for (const id of gone) this.#world.views.delete(id);
    this.#world.hub.emit({ type: 'views_closed', stackDepth: keep }, userId);
    return views;
  }

  setState(view: View, state: ViewState): void {
    view.state = state;
  }

  #checkExternalId(draft: ViewDraft, ownId: string | null = null): void {
    const externalId = draft.external_id ?? '';
    const known = externalId === '' ? undefined : this.findByExternalId(externalId);
    if (known !== undefined && known.id !== ownId) throw new SlackError('duplicate_external_id');
  }

  #makeView(userId: string, draft: ViewDraft): View {
    const id = makeId('V');
    const blocks = fillIds(draft.blocks);
    return {
      id,
      type: draft.type,
      userId,
      hash: `${Math.floor(this.#world.clock.now() / 1000)}.${makeShortId()}`,
      callbackId: draft.callback_id ?? '',
      externalId: draft.external_id ?? '',
      privateMetadata: draft.private_metadata ?? '',
      title: draft.title ?? null,
      submit: draft.submit ?? null,
      close: draft.close ?? null,
      isClearedOnClose: draft.clear_on_close ?? false,
      isNotifiedOnClose: draft.notify_on_close ?? false,
      blocks,
      state: keepState(blocks, {}),
      rootViewId: id,
      previousViewId: null,
    };
  }
}
