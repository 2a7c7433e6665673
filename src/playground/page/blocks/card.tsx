import type { CardBlock, CarouselBlock } from '@slack/types';
import { Element } from '../elements/index.tsx';
import type { ImageSource } from './image.tsx';
import { useImage } from './image.tsx';
import { Text } from './text.tsx';

export function Card({ block, id }: { block: CardBlock; id: string }) {
  return (
    <div class="b card">
      {block.hero_image && <Hero image={block.hero_image} />}
      <div class="card-body">
        {block.title && (
          <b>
            <Text text={block.title} />
          </b>
        )}
        {block.subtitle && (
          <small>
            <Text text={block.subtitle} />
          </small>
        )}
        {block.body && (
          <p>
            <Text text={block.body} />
          </p>
        )}
        {block.actions && (
          <div class="b-actions">
            {block.actions.map((button, index) => (
              <Element key={button.action_id ?? index} element={button} blockId={id} />
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

function Hero({ image }: { image: ImageSource }) {
  const { src, alt } = useImage(image);
  return src === null ? null : <img src={src} alt={alt} />;
}

export function Carousel({ block, id }: { block: CarouselBlock; id: string }) {
  return (
    <div class="b carousel" role="list" aria-label="Cards" tabIndex={0}>
      {block.elements.map((card, index) => (
        <div key={card.block_id ?? index} role="listitem">
          <Card block={card} id={card.block_id ?? id} />
        </div>
      ))}
    </div>
  );
}
