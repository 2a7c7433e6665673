import { useEffect, useState } from 'preact/hooks';
import type { App } from '../lib/runtime.ts';
import { useApp, useSurface } from '../lib/runtime.ts';
import type { AnyElement, Option } from './types.ts';

export type Choice = { key: string; label: string; note: string; group: string; raw: Option | string };
export type Choices = { rows: Choice[]; status: string | null };

const DEFAULT_MIN_QUERY = 3;
const DEBOUNCE_MS = 200;

/** What a select offers for the typed words: its own options, people, channels, or what the app answers. */
export function useOptions(element: AnyElement, blockId: string, query: string, isOpen: boolean): Choices {
  const app = useApp();
  const remote = useRemoteOptions(element, blockId, query, isOpen && element.type.includes('external_select'));
  if (element.type.includes('external_select')) return remote;
  const rows = listLocal(element, app).filter((row) =>
    `${row.label} ${row.note}`.toLowerCase().includes(query.trim().toLowerCase()),
  );
  return { rows, status: rows.length === 0 ? 'No results' : null };
}

function listLocal(element: AnyElement, { boot }: App): Choice[] {
  const kind = element.type.replace(/^multi_/, '');
  const people = boot.users.map((user) => ({
    key: user.id,
    label: user.realName,
    note: `@${user.name}`,
    group: '',
    raw: user.id,
  }));
  if (kind === 'users_select') return people;
  if (kind === 'static_select') return flatten(element.options, element.option_groups);
  const wanted = element.filter?.include;
  const channels = boot.channels.filter(({ isIm, isPrivate }) => {
    if (kind === 'channels_select') return !isIm && !isPrivate;
    return !isIm && (!wanted || wanted.includes(isPrivate ? 'private' : 'public'));
  });
  const rows = channels.map((channel) => ({
    key: channel.id,
    label: `#${channel.name}`,
    note: channel.isPrivate ? 'private' : '',
    group: '',
    raw: channel.id,
  }));
  const hasPeople = kind === 'conversations_select' && (!wanted || wanted.includes('im'));
  return hasPeople ? [...rows, ...people] : rows;
}

export function flatten(
  options: Option[] | undefined,
  groups: { label: { text: string }; options: Option[] }[] | undefined,
): Choice[] {
  const toChoice = (option: Option, group: string): Choice => ({
    key: option.value,
    label: option.text.text,
    note: option.description?.text ?? '',
    group,
    raw: option,
  });
  if (groups) return groups.flatMap((group) => group.options.map((option) => toChoice(option, group.label.text)));
  return (options ?? []).map((option) => toChoice(option, ''));
}

function useRemoteOptions(element: AnyElement, blockId: string, query: string, isOn: boolean): Choices {
  const { api } = useApp();
  const { container } = useSurface();
  const [answer, setAnswer] = useState<Choices>({ rows: [], status: null });
  const needed = element.min_query_length ?? DEFAULT_MIN_QUERY;
  useEffect(() => {
    if (!isOn) return;
    if (query.length < needed)
      return setAnswer({ rows: [], status: `Type ${needed === 1 ? 'a letter' : `${needed} letters`} to search` });
    let isStale = false;
    setAnswer((before) => ({ rows: before.rows, status: 'Loading' }));
    const timer = setTimeout(
      async () => {
        const got = await api.options({
          container,
          block_id: blockId,
          action_id: element.action_id ?? '',
          value: query,
        });
        if (isStale) return;
        const rows = flatten(
          got.options as Option[] | undefined,
          got.option_groups as { label: { text: string }; options: Option[] }[] | undefined,
        );
        const failed = !got.options && !got.option_groups;
        setAnswer({
          rows,
          status: failed ? 'The app did not answer. Type again to retry.' : rows.length === 0 ? 'No results' : null,
        });
      },
      query === '' ? 0 : DEBOUNCE_MS,
    );
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [query, isOn]);
  return answer;
}

/** The words for a chosen value: an option carries its own, an id is looked up. */
export function labelOf(value: unknown, { boot }: App): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return (value as Option).text.text;
  const id = String(value);
  const channel = boot.channels.find((candidate) => candidate.id === id);
  if (channel) return `#${channel.name}`;
  return [...boot.users, boot.bot].find((user) => user.id === id)?.realName ?? id;
}
