import { useEffect, useRef, useState } from 'preact/hooks';
import type { ActionValue, PageFile, PostAction, SlackBlock, ViewState } from '../../protocol.ts';
import type { Surface } from './runtime.ts';
import { useApp } from './runtime.ts';
import { makeState } from './view-state.ts';

type Options = {
  kind: Surface['kind'];
  container: PostAction['container'];
  blocks: readonly SlackBlock[];
  files?: readonly PageFile[];
  errors?: Record<string, string>;
  onChange?: (blockId: string) => void;
};

/** Values and actions of one surface. New blocks keep what was typed where block_id and action_id are the same. */
export function useSurfaceState({ kind, container, blocks, files = [], errors = {}, onChange }: Options): Surface {
  const app = useApp();
  const [values, setValues] = useState<ViewState>(() => makeState(blocks));
  const [busy, setBusy] = useState<string | null>(null);
  // Actions read the newest values at once, before the next render.
  const latest = useRef(values);
  const store = (next: ViewState) => {
    latest.current = next;
    setValues(next);
  };
  useEffect(() => store(makeState(blocks, latest.current)), [blocks]);

  const change: Surface['change'] = (blockId, actionId, value) => {
    store({ ...latest.current, [blockId]: { ...latest.current[blockId], [actionId]: value } });
    onChange?.(blockId);
  };
  const act = async (action: ActionValue) => {
    setBusy(`${action.block_id}/${action.action_id}`);
    const answer = await app.api.action({ container, action, state: latest.current });
    app.track(
      answer,
      container.type === 'view' ? { kind: 'view', id: container.viewId } : { kind: 'message', ts: container.ts },
    );
    setBusy(null);
  };
  return { kind, container, values, errors, files, busy, change, act };
}
