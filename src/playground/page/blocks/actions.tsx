import type { ActionsBlock, ContextActionsBlock, FeedbackButtons, IconButton } from '@slack/types';
import { useState } from 'preact/hooks';
import { Element } from '../elements/index.tsx';
import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';
import { useElement } from '../lib/use-element.ts';
import { Plain } from './text.tsx';

export function Actions({ block, id }: { block: ActionsBlock; id: string }) {
  return (
    <div class="b b-actions">
      {block.elements.map((element, index) => (
        <Element key={'action_id' in element ? element.action_id : index} element={element} blockId={id} />
      ))}
    </div>
  );
}

export function ContextActions({ block, id }: { block: ContextActionsBlock; id: string }) {
  return (
    <div class="b b-actions">
      {block.elements.map((element, index) =>
        element.type === 'feedback_buttons' ? (
          <Feedback key={index} element={element} blockId={id} />
        ) : (
          <SmallButton key={index} element={element} blockId={id} />
        ),
      )}
    </div>
  );
}

function Feedback({ element, blockId }: { element: FeedbackButtons; blockId: string }) {
  const { fire } = useElement(element, blockId);
  const [chosen, setChosen] = useState<string | null>(null);
  const options = [
    { ...element.positive_button, icon: 'thumbup' },
    { ...element.negative_button, icon: 'thumbdn' },
  ];
  const choose = ({ text, value }: (typeof options)[number]) => {
    setChosen(value);
    void fire({ text, value });
  };
  return (
    <div class="fb" role="group" aria-label="Feedback">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          class="btn"
          aria-label={option.accessibility_label}
          aria-pressed={chosen === option.value}
          onClick={() => choose(option)}
        >
          <Icon name={option.icon} size="s" />
          <Plain text={option.text} />
        </button>
      ))}
    </div>
  );
}

function SmallButton({ element, blockId }: { element: IconButton; blockId: string }) {
  const { me } = useApp();
  const { fire, isBusy } = useElement(element, blockId);
  const audience = element.visible_to_user_ids;
  if (audience && audience.length > 0 && !audience.includes(me.id)) return null;
  const { text, value, icon } = element;
  return (
    <button
      type="button"
      class="btn btn-icon"
      aria-label={element.accessibility_label ?? text.text}
      title={text.text}
      aria-busy={isBusy}
      onClick={() => void fire({ text, icon, ...(value === undefined ? {} : { value }) })}
    >
      <Icon name={icon === 'trash' ? 'trash' : 'dots'} size="s" />
    </button>
  );
}
