import type { SectionBlock } from '@slack/types';
import type { ComponentChildren } from 'preact';
import { Element } from '../elements/index.tsx';
import { Thumbnail } from './image.tsx';
import { Text } from './text.tsx';

type Props = { block: SectionBlock; id: string; after?: ComponentChildren };

export function Section({ block, id, after }: Props) {
  const { accessory } = block;
  const words = (
    <div class="b-section-text">
      {block.text && (
        <div class="txt">
          <Text text={block.text} after={after} />
        </div>
      )}
      {block.fields && (
        <ul class="b-fields">
          {block.fields.map((field, index) => (
            <li key={index} class="txt">
              <Text text={field} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
  if (!accessory) return <div class="b">{words}</div>;
  return (
    <div class="b b-section">
      {words}
      {accessory.type === 'image' ? <Thumbnail image={accessory} /> : <Element element={accessory} blockId={id} />}
    </div>
  );
}
