import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageView } from '../../protocol.ts';
import { Avatar } from '../avatar.tsx';
import { Blocks } from '../blocks/index.tsx';
import { Plain } from '../blocks/text.tsx';
import { Icon } from '../icon.tsx';
import { SurfaceContext, useApp } from '../lib/runtime.ts';
import { useSurfaceState } from '../lib/use-surface.ts';
import { Failures } from '../shell/failures.tsx';
import { useDialog } from './use-dialog.ts';

const FIRST =
  '.modal-body [data-autofocus], .modal-body input, .modal-body textarea, .modal-body button, .modal-foot .btn-primary';

/** One view of the stack. What is typed survives errors and updates that keep block_id and action_id. */
export function Modal({ view, isInert, isHidden }: { view: PageView; isInert: boolean; isHidden: boolean }) {
  const { api, boot, dispatch } = useApp();
  const box = useRef<HTMLDivElement>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isSending, setSending] = useState(false);
  const forget = (blockId: string) => setErrors(({ [blockId]: _, ...others }) => others);
  const surface = useSurfaceState({
    kind: 'modal',
    container: { type: 'view', viewId: view.id },
    blocks: view.blocks,
    errors,
    onChange: forget,
  });
  const close = (isCleared: boolean) => {
    dispatch({ type: 'event', event: { type: 'views_closed', stackDepth: isCleared ? 0 : boxDepth(box.current) } });
    void api.close({ viewId: view.id, isCleared });
  };
  useDialog(box, { first: FIRST, isInert, onEscape: () => close(false) });
  useEffect(() => focusError(box.current, errors), [errors]);

  const submit = async () => {
    if (isSending) return;
    setSending(true);
    const answer = await api.submit({ viewId: view.id, state: surface.values });
    setSending(false);
    setErrors(answer.errors ?? {});
    if (!answer.ok && !answer.errors)
      dispatch({
        type: 'failed',
        message: answer.failure ?? 'We had some trouble connecting. Try again?',
        origin: { kind: 'view', id: view.id },
      });
  };
  return (
    <div class={`scrim${isHidden ? ' is-hidden' : ''}`} inert={isInert}>
      <form
        class="modal-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div ref={box} class="modal" role="dialog" aria-modal="true" aria-labelledby={`title-${view.id}`}>
          <div class="modal-head">
            <Avatar user={boot.bot} size="24" />
            <h1 id={`title-${view.id}`}>
              <Plain text={view.title} />
            </h1>
            <button type="button" class="ibtn ibtn-32" aria-label="Close" onClick={() => close(true)}>
              <Icon name="x" />
            </button>
          </div>
          <div class="modal-body" tabIndex={view.blocks.some((block) => block.type === 'input') ? undefined : 0}>
            <SurfaceContext.Provider value={surface}>
              <Blocks blocks={view.blocks} />
            </SurfaceContext.Provider>
            <Failures shows={(origin) => origin?.kind === 'view' && origin.id === view.id} />
          </div>
          <div class="modal-foot">
            <button type="button" class="btn btn-m" onClick={() => close(false)}>
              {view.close ?? (view.submit === null ? 'Close' : 'Cancel')}
            </button>
            {view.submit !== null && (
              <button type="submit" class="btn btn-m btn-primary" aria-busy={isSending}>
                <Plain text={view.submit} />
              </button>
            )}
          </div>
        </div>
      </form>
    </div>
  );
}

/** How many views lie below this one: closing it leaves those. */
function boxDepth(box: HTMLElement | null): number {
  const scrim = box?.closest('.scrim');
  return scrim ? [...document.querySelectorAll('.scrim:has(> form)')].indexOf(scrim) : 0;
}

function focusError(box: HTMLElement | null, errors: Record<string, string>): void {
  const blocks = [...(box?.querySelectorAll<HTMLElement>('[data-block]') ?? [])];
  const first = blocks.find((block) => errors[block.dataset.block ?? ''] !== undefined);
  first?.querySelector<HTMLElement>('input, textarea, button')?.focus();
}
