import type { Confirm } from '@slack/types';
import { useContext } from 'preact/hooks';
import { FieldContext, useApp, useSurface } from './runtime.ts';
import { readInitial } from './view-state.ts';

export type AnyElement = { type: string; action_id?: string; confirm?: Confirm };
type Value = Record<string, unknown>;

/** One interactive element: its value now, and two ways to report. Outside input blocks every change is an action. */
export function useElement(element: AnyElement, blockId: string) {
  const app = useApp();
  const surface = useSurface();
  const field = useContext(FieldContext);
  const actionId = element.action_id ?? '';
  const value: Value = surface.values[blockId]?.[actionId] ?? readInitial(element) ?? { type: element.type };

  const fire = async (extra: Value) => {
    if (element.confirm && !(await app.askConfirm(element.confirm))) return false;
    await surface.act({ ...extra, type: element.type, action_id: actionId, block_id: blockId });
    return true;
  };
  const change = (next: Value) => surface.change(blockId, actionId, { ...next, type: element.type });
  /** Takes the value and, where the app asked for it, tells the app. A "no" to the confirm dialog takes it back. */
  const choose = async (next: Value) => {
    const { type: _, ...before } = value;
    change(next);
    if (field && !field.dispatches) return;
    if (!(await fire(next))) change(before);
  };
  const isBusy = surface.busy === `${blockId}/${actionId}`;
  return { value, field, change, choose, fire, isBusy, isModal: surface.kind === 'modal' };
}

/** Names and descriptions for the control of an input block. */
export function fieldProps(field: { id: string; describedBy: string | undefined; isInvalid: boolean } | null) {
  if (!field) return {};
  return {
    id: field.id,
    'aria-invalid': field.isInvalid ? ('true' as const) : undefined,
    'aria-describedby': field.describedBy,
  };
}
