import type { Confirm } from '@slack/types';
import { useRef } from 'preact/hooks';
import { Plain, Text } from '../blocks/text.tsx';
import { Icon } from '../icon.tsx';
import { useDialog } from './use-dialog.ts';

export type Asked = { confirm: Confirm; answer: (isYes: boolean) => void };

/** A `confirm` object. The safe button has the focus; everything but "yes" is a no. */
export function ConfirmDialog({ asked: { confirm, answer } }: { asked: Asked }) {
  const box = useRef<HTMLDivElement>(null);
  useDialog(box, { first: '[data-safe]', onEscape: () => answer(false) });
  return (
    <div class="scrim scrim-top">
      <div
        ref={box}
        class="modal confirm"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="confirm-title"
        aria-describedby="confirm-text"
      >
        <div class="modal-head">
          <h2 id="confirm-title">
            <Plain text={confirm.title ?? 'Are you sure?'} />
          </h2>
          <button type="button" class="ibtn ibtn-32" aria-label="Close" onClick={() => answer(false)}>
            <Icon name="x" />
          </button>
        </div>
        <div class="modal-body" id="confirm-text">
          <div class="txt">
            <Text text={confirm.text} />
          </div>
        </div>
        <div class="modal-foot">
          <button type="button" class="btn btn-m" data-safe="" onClick={() => answer(false)}>
            <Plain text={confirm.deny ?? 'Cancel'} />
          </button>
          <button type="button" class={`btn btn-m btn-${confirm.style ?? 'primary'}`} onClick={() => answer(true)}>
            <Plain text={confirm.confirm ?? 'Yes'} />
          </button>
        </div>
      </div>
    </div>
  );
}
