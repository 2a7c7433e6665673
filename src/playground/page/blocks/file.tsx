import type { FileBlock, VideoBlock } from '@slack/types';
import { Icon } from '../icon.tsx';
import { checkHref } from '../lib/inline.ts';
import { useSurface } from '../lib/runtime.ts';
import { useImage } from './image.tsx';
import { Link } from './inline.tsx';
import { Plain } from './text.tsx';

export function FileLink({ block }: { block: FileBlock }) {
  const { files } = useSurface();
  const file = files.find(({ id }) => id === block.external_id);
  const name = file?.name ?? block.external_id;
  const words = (
    <span>
      <b>{name}</b>
      <small>{file?.mimetype ?? `${block.source} file`}</small>
    </span>
  );
  if (!file) {
    return (
      <div class="b file">
        <Icon name="doc" />
        {words}
      </div>
    );
  }
  return (
    <a class="b file" href={file.url} target="_blank" rel="noreferrer noopener">
      <Icon name="doc" />
      {words}
    </a>
  );
}

/** A poster and a link: the playground plays nothing. */
export function Video({ block }: { block: VideoBlock }) {
  const { src } = useImage({ image_url: block.thumbnail_url, alt_text: block.alt_text });
  const href = checkHref(block.title_url ?? block.video_url);
  const title = <Plain text={block.title} />;
  return (
    <figure class="b video">
      {src !== null && <img src={src} alt={block.alt_text} width="360" height="200" />}
      <figcaption>
        <Icon name="play" size="s" />
        <b>{href === null ? title : <Link href={href}>{title}</Link>}</b>
        {block.provider_name && <small>{block.provider_name}</small>}
      </figcaption>
    </figure>
  );
}
