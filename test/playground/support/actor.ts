import type { Outcome } from '../../../src/playground/app-link/outcome.ts';
import type { Person } from '../../../src/playground/page-side/person.ts';
import type { PostAction, SlackBlock, ViewSubmitAnswer } from '../../../src/playground/protocol.ts';
import { listElements } from '../../../src/playground/world/elements.ts';
import type { Message, View } from '../../../src/playground/world/types.ts';
import type { Workspace } from '../../journeys/language.ts';
import { type Entry, enter, findControl, type Label } from './choose.ts';
import { indent, readView } from './visible-text.ts';
import { waitFor } from './wait.ts';

/** One person at the page. */
export class Actor {
  readonly id: string;
  readonly #slack: Workspace;
  readonly #person: Person;

  constructor(slack: Workspace, id: string, person: Person) {
    this.#slack = slack;
    this.id = id;
    this.#person = person;
  }

  /** Types a line into a channel: a message, or a command when it begins with "/". Resolves once the app acknowledged. */
  async types(channel: string, text: string): Promise<Outcome> {
    return this.#person.write({ channel: this.#slack.channelId(channel), text });
  }

  async replies(root: Message, text: string): Promise<Outcome> {
    return this.#person.write({ channel: root.channel, text, threadTs: root.threadTs ?? root.ts });
  }

  /** Uses the button or menu option with these words, or the element with this action_id. */
  async clicks(where: Message | 'modal' | 'home', label: Label): Promise<Outcome> {
    const { container, blocks } = this.#open(where);
    return this.#person.act({ container, action: findControl(blocks, label) });
  }

  /** Changes an input that tells the app at once, in a modal or message. */
  async changes(where: Message | 'modal' | 'home', blockId: string, entry: Entry): Promise<Outcome> {
    const { container, blocks } = this.#open(where);
    const placed = listElements(blocks).find((item) => item.blockId === blockId);
    if (placed === undefined) throw new Error(`There is no input ${blockId} here`);
    const value = enter(this.#slack.playground.state, placed.element, entry);
    return this.#person.act({
      container,
      action: { ...value, block_id: blockId, action_id: placed.element.action_id },
    });
  }

  /** The choices that an external select offers for what was typed. */
  async searches(where: Message | 'modal' | 'home', actionId: string, value: string): Promise<string[]> {
    const { container, blocks } = this.#open(where);
    const placed = listElements(blocks).find(({ element }) => element.action_id === actionId);
    const answer = await this.#person.options({
      container,
      block_id: placed?.blockId ?? '',
      action_id: actionId,
      value,
    });
    const groups = answer.option_groups?.flatMap(({ options }) => options) ?? [];
    return [...(answer.options ?? []), ...groups].map((option) => option.text.text);
  }

  /** Fills in the open modal by block_id and submits it. @throws when it stays open with errors. */
  async submits(entries: Record<string, Entry>): Promise<void> {
    const answer = await this.#submit(entries);
    if (answer.ok) return;
    throw new Error(`The modal was not taken: ${answer.failure ?? JSON.stringify(answer.errors)}`);
  }

  /** Submits what the modal must refuse. @returns the errors by block_id. */
  async submitsWrongly(entries: Record<string, Entry>): Promise<Record<string, string>> {
    const answer = await this.#submit(entries);
    if (!answer.ok && answer.errors !== undefined) return answer.errors;
    throw new Error(
      answer.ok ? 'The modal was taken, but should have been refused' : `The app failed: ${answer.failure}`,
    );
  }

  async closesModal(): Promise<void> {
    return this.#person.close({ viewId: this.#topModal().id, isCleared: false });
  }

  opensHome(): void {
    this.#person.openHome();
  }

  reacts(message: Message, name: string): void {
    this.#person.react({ channel: message.channel, ts: message.ts, name });
  }

  async usesShortcut(callbackId: string, message?: Message): Promise<Outcome> {
    return message === undefined
      ? this.#person.shortcut(callbackId)
      : this.#person.messageShortcut(callbackId, message);
  }

  expectEphemeral(pattern: RegExp): Promise<Message> {
    const { ephemerals } = this.#slack.playground.state;
    const find = () => [...ephemerals.values()].filter((message) => message.ephemeralFor === this.id);
    return this.#slack.expectOne('a message for this person alone', pattern, find);
  }

  /** The open modal's title, or anything it says, matches. */
  expectModal(pattern: string | RegExp): Promise<View> {
    const isMeant = (view: View) =>
      typeof pattern === 'string' ? view.title?.text === pattern : pattern.test(readView(view));
    return this.#expectView('the open modal', pattern, () => this.#findTopModal(), isMeant);
  }

  expectHome(pattern: RegExp): Promise<View> {
    return this.#expectView(
      'the home tab',
      pattern,
      () => this.#findHome(),
      (view) => pattern.test(readView(view)),
    );
  }

  expectNoModal(): Promise<true> {
    const find = () => (this.#findTopModal() === undefined ? true : undefined);
    return waitFor(
      this.#slack.playground.state,
      find,
      () => `Expected no modal. There is:\n${indent(readView(this.#topModal()))}`,
    );
  }

  expectFailure(pattern: RegExp): Promise<string> {
    const find = () => this.#slack.failures().find((failure) => pattern.test(failure));
    return waitFor(this.#slack.playground.state, find, () =>
      this.#slack.explain(`Expected to be told ${pattern}. There is`, []),
    );
  }

  async #submit(entries: Record<string, Entry>): Promise<ViewSubmitAnswer> {
    const view = this.#topModal();
    const state = structuredClone(view.state);
    for (const [blockId, entry] of Object.entries(entries)) {
      const placed = listElements(view.blocks).find((item) => item.blockId === blockId);
      if (placed === undefined)
        throw new Error(
          `There is no input ${blockId}, only ${listElements(view.blocks)
            .map((item) => item.blockId)
            .join(', ')}`,
        );
      state[blockId] = { [placed.element.action_id]: enter(this.#slack.playground.state, placed.element, entry) };
    }
    return this.#person.submit({ viewId: view.id, state });
  }

  #open(where: Message | 'modal' | 'home'): { container: PostAction['container']; blocks: SlackBlock[] } {
    if (typeof where !== 'string') {
      const blocks = [...where.blocks, ...where.attachments.flatMap((attachment) => attachment.blocks ?? [])];
      return { container: { type: 'message', channel: where.channel, ts: where.ts }, blocks };
    }
    const view = where === 'modal' ? this.#topModal() : this.#findHome();
    if (view === undefined) throw new Error('The home tab has not been published');
    return { container: { type: 'view', viewId: view.id }, blocks: view.blocks };
  }

  #expectView(
    what: string,
    pattern: string | RegExp,
    find: () => View | undefined,
    isMeant: (view: View) => boolean,
  ): Promise<View> {
    const describe = () => {
      const view = find();
      return this.#slack.explain(
        `Expected ${what} to match ${pattern}. It reads\n${view === undefined ? '    nothing' : indent(readView(view))}\nMessages`,
        [],
      );
    };
    const state = this.#slack.playground.state;
    return waitFor(state, () => [find()].flatMap((view) => view ?? []).find(isMeant), describe);
  }

  #findTopModal(): View | undefined {
    const { stacks, views } = this.#slack.playground.state;
    return views.get(stacks.get(this.id)?.at(-1) ?? '');
  }

  #topModal(): View {
    const view = this.#findTopModal();
    if (view === undefined) throw new Error(this.#slack.explain('No modal is open. Messages', []));
    return view;
  }

  #findHome(): View | undefined {
    const { homes, views } = this.#slack.playground.state;
    return views.get(homes.get(this.id) ?? '');
  }
}
