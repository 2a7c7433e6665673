import { useRef } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import type { Picture } from '../lib/runtime.ts';
import { useDialog } from './use-dialog.ts';

type Props = { picture: Picture; isInert: boolean; onClose: () => void };

export function Lightbox({ picture, isInert, onClose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useDialog(box, { isInert, onEscape: onClose });
  return (
    <div class="scrim lightbox" inert={isInert} onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div
        ref={box}
        class="lightbox-in"
        role="dialog"
        aria-modal="true"
        aria-label={picture.title || picture.alt || 'Image'}
      >
        <div class="lightbox-bar">
          <span>{picture.title}</span>
          <a
            class="ibtn ibtn-32"
            href={picture.src}
            target="_blank"
            rel="noreferrer noopener"
            aria-label="Open in a new tab"
          >
            <Icon name="link" />
          </a>
          <button type="button" class="ibtn ibtn-32" aria-label="Close" onClick={onClose}>
            <Icon name="x" />
          </button>
        </div>
        <img src={picture.src} alt={picture.alt} />
      </div>
    </div>
  );
}
