import type { ContextBlock } from '@slack/types';
import { useImage } from './image.tsx';
import { Text } from './text.tsx';

export function Context({ block }: { block: ContextBlock }) {
  return (
    <div class="b b-context">
      {block.elements.map((element, index) =>
        element.type === 'image' ? (
          <ContextImage key={index} image={element} />
        ) : (
          <span key={index}>
            <Text text={element} />
          </span>
        ),
      )}
    </div>
  );
}

function ContextImage({ image }: { image: Parameters<typeof useImage>[0] }) {
  const { src, alt } = useImage(image);
  return src === null ? <span>{alt}</span> : <img class="ctx-img" src={src} alt={alt} width="20" height="20" />;
}
