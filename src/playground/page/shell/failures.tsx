import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';
import type { Origin } from '../lib/state.ts';
import { originOf } from '../lib/state.ts';

/** What the app failed to answer, shown where it was asked. */
export function Failures({ shows }: { shows: (origin: Origin | null) => boolean }) {
  const { state, dispatch } = useApp();
  const rows = state.failures.filter((failure) => shows(originOf(state, failure)));
  return (
    <div role="alert" class="failures">
      {rows.map(({ id, message }) => (
        <div key={id} class="msg-fail">
          <Icon name="warn" size="s" />
          <span>{message}</span>
          <button
            type="button"
            class="ibtn"
            aria-label="Dismiss this failure"
            onClick={() => dispatch({ type: 'dismissed', id })}
          >
            <Icon name="x" size="xs" />
          </button>
        </div>
      ))}
    </div>
  );
}
