import { Avatar } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';

export function Rail() {
  const { boot, me, state, dispatch } = useApp();
  const isPayloads = state.pane?.kind === 'payloads';
  return (
    <nav class="rail" aria-label="Views" data-region="rail">
      <span class="ws-icon" aria-hidden="true" data-i={boot.team.name.slice(0, 1).toUpperCase()} />
      <button
        type="button"
        class="rail-item"
        aria-current="page"
        onClick={() => dispatch({ type: 'pane', pane: null })}
      >
        <span>
          <Icon name="home" />
        </span>
        Home
      </button>
      <button
        type="button"
        class="rail-item"
        aria-pressed={isPayloads}
        onClick={() => dispatch({ type: 'pane', pane: isPayloads ? null : { kind: 'payloads' } })}
      >
        <span>
          <Icon name="log" />
        </span>
        Payloads
      </button>
      <span class="rail-end" title={me.realName}>
        <Avatar user={me} />
      </span>
    </nav>
  );
}
