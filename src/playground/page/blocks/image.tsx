import { useApp, useSurface } from '../lib/runtime.ts';
import { Link } from './inline.tsx';
import type { TextObject } from './text.tsx';
import { Plain } from './text.tsx';

export type ImageSource = {
  alt_text?: string;
  image_url?: string;
  slack_file?: { id?: string; url?: string };
  title?: TextObject;
  image_width?: number;
  image_height?: number;
};
type Found = { src: string | null; alt: string; width: number | null; height: number | null; outside: string | null };
const MAX_WIDTH = 360;

/** Where an image comes from. Pictures of other hosts are not fetched: the playground works without a network. */
export function useImage(image: ImageSource): Found {
  const { files } = useSurface();
  const alt = image.alt_text ?? '';
  const { id, url } = image.slack_file ?? {};
  if (id !== undefined || url !== undefined) {
    const file = files.find((candidate) => candidate.id === id || url?.includes(candidate.id));
    const src =
      file?.url ?? (id === undefined ? toLocal(url ?? '') : `/playground/files/${encodeURIComponent(id)}/image`);
    return {
      src,
      alt: alt || (file?.altText ?? ''),
      width: file?.width ?? null,
      height: file?.height ?? null,
      outside: null,
    };
  }
  const src = toLocal(image.image_url ?? '');
  return {
    src,
    alt,
    width: image.image_width ?? null,
    height: image.image_height ?? null,
    outside: src === null ? (image.image_url ?? null) : null,
  };
}

function toLocal(url: string): string | null {
  try {
    const target = new URL(url, location.href);
    return target.origin === location.origin ? target.pathname + target.search : null;
  } catch {
    return null;
  }
}

/** A picture at most 360 wide that opens larger. Width and height are set, so the list does not jump when it loads. */
export function ImageFigure({ image }: { image: ImageSource }) {
  const { showPicture } = useApp();
  const found = useImage(image);
  const title = image.title?.text ?? '';
  if (found.src === null) return <OutsideImage found={found} />;
  const { src, alt } = found;
  return (
    <figure class="b b-image">
      {image.title && (
        <figcaption>
          <Plain text={image.title} />
        </figcaption>
      )}
      <button
        type="button"
        aria-label={`Enlarge: ${alt || title || 'image'}`}
        onClick={() => showPicture({ src, alt, title })}
      >
        <img src={src} alt={alt} {...fitWidth(found)} />
      </button>
    </figure>
  );
}

function fitWidth({ width, height }: Found): { width?: number; height?: number } {
  if (width === null || height === null) return {};
  const shown = Math.min(width, MAX_WIDTH);
  return { width: shown, height: Math.round((height * shown) / width) };
}

export function Thumbnail({ image }: { image: ImageSource }) {
  const { showPicture } = useApp();
  const found = useImage(image);
  const { src, alt } = found;
  if (src === null) return <OutsideImage found={found} />;
  return (
    <button
      type="button"
      class="acc"
      aria-label={`Enlarge: ${alt || 'image'}`}
      onClick={() => showPicture({ src, alt, title: '' })}
    >
      <img class="acc-img" src={src} alt={alt} width="88" height="88" />
    </button>
  );
}

function OutsideImage({ found: { alt, outside } }: { found: Found }) {
  return (
    <p class="b b-context">
      <span>
        Image{alt && ` “${alt}”`} is on another host and is not loaded here.{' '}
        {outside !== null && /^https?:/i.test(outside) && <Link href={outside}>Open it</Link>}
      </span>
    </p>
  );
}
